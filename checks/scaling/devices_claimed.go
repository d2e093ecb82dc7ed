package scaling

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

const (
	deviceClasses  = "deviceclasses.resource.k8s.io"
	resourceSlices = "resourceslices.resource.k8s.io"
)

// DevicesClaimed asks whether the devices can be had that pods of a service claim.
func DevicesClaimed() check.Check {
	return check.Check{
		ID:      "scaling/devices-claimed",
		Title:   "The devices that the service's pods claim are offered",
		Subject: check.SubjectService,
		Doc: `A pod that claims a device by Dynamic Resource Allocation (` + "`resourceClaims`" + `) stays Pending until its ResourceClaim, or the
ResourceClaimTemplate that one is made of, is there, and until the scheduler finds a device of the DeviceClass that it names.

kready follows the claims of the pods to the DeviceClasses, those that the service brings and those of the cluster: of a request
with alternatives (` + "`firstAvailable`" + `) one class is enough. Where no driver has published a ResourceSlice there is no device at all;
where an autoscaler may add a node that has, the answer is unknown. Which devices a class selects, and how many are
free, is not worked out. Devices that are asked for as extended resources (` + "`nvidia.com/gpu`" + `) are judged by ` + "`scaling/pods-find-node`" + `.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartService, facts.KindProductResources, facts.PartInventory},
		OptionalReads: facts.Fields{facts.KindNamespaces, facts.KindNamedObjects},
		Remediation: `Have the platform install the vendor's driver for Dynamic Resource Allocation, which brings its DeviceClass, or name a class
that is there:

    kubectl get deviceclasses,resourceslices`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/",
		},
		Since: "0.2.0",
		Run:   runDevicesClaimed,
	}
}

func runDevicesClaimed(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var found check.Found
	claims, all := 0, devices{in, kube.NewBrought(&in.Service), kube.NewSeen(&in.Snapshot), in.ProductResource(deviceClasses), in.ProductResource(resourceSlices)}
	for i := range in.Service.Pods {
		p := &in.Service.Pods[i]
		for _, claim := range p.DeviceClaims {
			claims++
			message, by, known := all.lack(p, claim)
			found.Add(check.OfManifest(p.Manifest, claim.Line, by, message), known)
		}
	}
	if claims == 0 {
		return check.Skip("no pod of the service claims a device"), nil
	}
	return check.ByFindings(found.Gaps, found.Unknowns,
		text.Counted(len(found.Gaps), "claim of devices cannot", "claims of devices cannot")+" be met",
		"whether "+text.Counted(len(found.Unknowns), "claim of devices", "claims of devices")+" can be met is not known",
		text.Counted(claims, "claim of devices", "claims of devices")+" of classes that are there"), nil
}

// devices finds what claims of devices ask for.
type devices struct {
	in              *facts.Input
	brings          *kube.Brought
	seen            *kube.Seen
	classes, slices facts.ProductResource
}

// lack says why a claim cannot be met, who can close that, and whether it is certain; "" where nothing is in the way.
func (d *devices) lack(p *facts.LandingPods, claim facts.LandingDeviceClaim) (message string, by check.Party, known bool) {
	said := fmt.Sprintf("its %s %s", claim.Kind, claim.Claim)
	requests, there, known := d.requestsOf(p.Namespace, claim)
	switch {
	case !known:
		return "whether " + said + " exists could not be looked up", check.ByService, false
	case !there:
		if maker := d.brings.Maker(p.Namespace); maker != "" {
			return said + " does not exist, and " + maker + " may make it", check.ByService, false
		}
		return said + " does not exist: its pods stay Pending", check.ByService, true
	}
	exists := func(name string) bool {
		return d.brings.Object("resource.k8s.io", "DeviceClass", "", name) != nil ||
			slices.ContainsFunc(d.classes.Objects, func(o facts.ProductObject) bool { return o.Name == name })
	}
	for _, one := range requests {
		switch {
		case len(one) == 0 || slices.ContainsFunc(one, exists):
		case !d.classes.Read:
			return said + " is of the DeviceClass " + strings.Join(one, " or ") + ": whether it exists could not be read", check.ByPlatform, false
		default:
			return said + " is of the DeviceClass " + strings.Join(one, " or ") + ", which does not exist: its pods stay Pending", check.ByPlatform, true
		}
	}
	switch autoscales := autoscaler(d.in); {
	case len(d.slices.Objects) > 0:
		return "", "", true
	case !d.slices.Read:
		return said + " needs a driver that publishes its devices: whether one does could not be read", check.ByPlatform, false
	case autoscales != "":
		return said + " finds no device: no driver has published a ResourceSlice; " + autoscales + " may add a node that has some", check.ByPlatform, false
	}
	return said + " finds no device: no driver has published a ResourceSlice", check.ByPlatform, true
}

// requestsOf are the classes that a claim asks for, of each request those of which one is enough; whether the claim is there, and
// whether that is known.
func (d *devices) requestsOf(namespace string, claim facts.LandingDeviceClaim) (requests [][]string, there, known bool) {
	paths := kube.DeviceClassPaths(claim.Kind)
	brought := d.brings.Object("resource.k8s.io", claim.Kind, namespace, claim.Claim)
	found := d.seen.Object(kube.DeviceClaimsOf(claim.Kind), namespace, claim.Claim)
	values := func(path string) []string {
		var out []string
		if brought != nil {
			for _, f := range kube.FieldsOf(brought, path) {
				out = append(out, f.Value)
			}
			return out
		}
		return slices.DeleteFunc(slices.Clone(kube.NamedValues(found, path)), func(v string) bool { return v == "" })
	}
	switch {
	case brought == nil && found == nil:
		return nil, false, false
	case brought == nil && !found.Exists:
		return nil, false, true
	}
	for _, path := range paths[:2] {
		for _, class := range values(path) {
			requests = append(requests, []string{class})
		}
	}
	return append(requests, values(paths[2])), true, true
}
