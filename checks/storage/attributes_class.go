package storage

import (
	"context"
	"fmt"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// AttributesClassThere asks whether the VolumeAttributesClasses that claims of a service name can be applied.
func AttributesClassThere() check.Check {
	return check.Check{
		ID:      "storage/attributes-class-there",
		Title:   "The VolumeAttributesClasses that the service's claims name are there, and of their driver",
		Subject: check.SubjectService,
		Doc: `A claim that names a VolumeAttributesClass which does not exist stays Pending, and so does one of a class for another
driver than that of its storage class. VolumeAttributesClasses are served since Kubernetes 1.34, and before where somebody turned
them on; elsewhere the field is dropped.

kready looks up the class by name, and compares its driver with that of the storage class, where it is known.`,
		Level: check.LevelConfigured,
		Tier:  check.TierMust,
		Reads: facts.Fields{facts.PartService, facts.KindNamedObjects, facts.KindStorageClasses},
		Remediation: `Name a class that is there, and of the driver:

    kubectl get volumeattributesclasses`,
		Remedies: []check.Remedy{{State: stateUnserved, Text: "Leave `volumeAttributesClassName` out, or land where Kubernetes serves these classes: from 1.34 on it does by itself."}},
		Links:    []string{"https://kubernetes.io/docs/concepts/storage/volume-attributes-classes/"},
		Since:    "0.2.0",
		Run:      runAttributesClassThere,
	}
}

const stateUnserved = "unserved"

func runAttributesClassThere(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var gaps, unknowns []check.Finding
	var states []string
	total, brings, seen := 0, kube.NewBrought(&in.Service), kube.NewSeen(&in.Snapshot)
	for i := range in.Service.Claims {
		c := &in.Service.Claims[i]
		if c.AttributesClass == "" {
			continue
		}
		total++
		if brings.Object("storage.k8s.io", "VolumeAttributesClass", "", c.AttributesClass) != nil {
			continue
		}
		what := fmt.Sprintf("the VolumeAttributesClass %s of its claim %s", c.AttributesClass, c.Claim)
		there := seen.Object(kube.VolumeAttributesClasses, "", c.AttributesClass)
		at := func(message string) check.Finding {
			return check.OfManifest(c.Manifest, c.ClaimLine, check.ByService, message)
		}
		driver := provisionerOf(in, c)
		switch {
		case there == nil:
			unknowns = append(unknowns, at("whether "+what+" exists could not be looked up"))
		case !there.Served:
			finding := at(what + " does not exist: the API server does not know the kind")
			finding.State, states = stateUnserved, []string{stateUnserved}
			gaps = append(gaps, finding)
		case !there.Exists:
			gaps = append(gaps, at(what+" does not exist"))
		default:
			if of := kube.NamedValues(there, "driverName"); driver != "" && len(of) > 0 && of[0] != driver {
				gaps = append(gaps, at(fmt.Sprintf("%s is for the driver %s, and its storage class is one of %s", what, of[0], driver)))
			}
		}
	}
	if total == 0 {
		return check.Skip("no claim of the service names a VolumeAttributesClass"), nil
	}
	claims := text.Counted(total, "claim", "claims")
	return check.ByFindings(gaps, unknowns,
		fmt.Sprintf("%d of %s would stay Pending", len(gaps), claims),
		fmt.Sprintf("whether the VolumeAttributesClasses of %d of %s are there is not known", len(unknowns), claims),
		claims+", whose VolumeAttributesClasses are there").In(states...), nil
}

// provisionerOf is that of the storage class of a claim; "" where it is not known.
func provisionerOf(in *facts.Input, c *facts.LandingClaim) string {
	found := ""
	for _, class := range in.StorageClasses {
		if c.ClassSet && class.Name == c.Class || !c.ClassSet && class.Default {
			if found != "" {
				return "" // several are the default
			}
			found = class.Provisioner
		}
	}
	return found
}
