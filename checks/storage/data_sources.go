package storage

import (
	"context"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// DataSourcesThere asks whether what claims of a service are to be filled from is there.
func DataSourcesThere() check.Check {
	return check.Check{
		ID:      "storage/data-sources-there",
		Title:   "The snapshots and volumes that the service's claims are filled from are there, and of their driver",
		Subject: check.SubjectService,
		Doc: `A claim that is to be filled from a VolumeSnapshot or another claim (` + "`dataSource`, `dataSourceRef`" + `) stays Pending until that
is there and ready. A snapshot can be restored by the driver alone that took it, and lies in the namespace of the claim.

kready looks up the VolumeSnapshot or the claim by name, whether the snapshot is ready, and whether the driver of its class is that
of the claim's storage class. Sources of other kinds are for whoever fills them, and unknown.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartService, facts.KindNamedObjects, facts.KindNamedClaims, facts.KindNamespaces},
		OptionalReads: facts.Fields{facts.KindStorageClasses, facts.KindVolumeSnapshotClasses},
		Remediation: `Name a source in the claim's own namespace that is ready:

    kubectl -n NAMESPACE get volumesnapshots
    kubectl -n NAMESPACE get persistentvolumeclaims`,
		Remedies: []check.Remedy{{State: stateNoSnapshots, Text: `Have the platform install the CSI snapshot controller with its CRDs and bring the snapshot in, or fill the claim another way.`}},
		Links: []string{
			"https://kubernetes.io/docs/concepts/storage/persistent-volumes/#volume-snapshot-and-restore-volume-from-snapshot-support",
			"https://kubernetes.io/docs/concepts/storage/volume-pvc-datasource/",
		},
		Since: "0.2.0",
		Run:   runDataSourcesThere,
	}
}

// stateNoSnapshots is the state in which the API server does not know VolumeSnapshots.
const stateNoSnapshots = "no-snapshots"

func runDataSourcesThere(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var found check.Found
	var states []string
	total, s := 0, sources{in, kube.NewBrought(&in.Service), kube.NewSeen(&in.Snapshot)}
	for i := range in.Service.Claims {
		c := &in.Service.Claims[i]
		if c.Source.Name == "" {
			continue
		}
		total++
		message, known := s.unfilled(c)
		finding := check.OfManifest(c.Manifest, c.Source.Line, check.ByService, message)
		if message != "" && s.unserved(c) {
			finding.By, finding.State, states = check.ByPlatform, stateNoSnapshots, []string{stateNoSnapshots}
		}
		found.Add(finding, known)
	}
	if total == 0 {
		return check.Skip("no claim of the service is filled from a snapshot or another volume"), nil
	}
	claims := text.Counted(total, "claim", "claims")
	return check.ByFindings(found.Gaps, found.Unknowns,
		fmt.Sprintf("%d of %s would stay Pending", len(found.Gaps), claims),
		fmt.Sprintf("whether the sources of %d of %s are there is not known", len(found.Unknowns), claims),
		claims+", whose sources are there").In(states...), nil
}

// sources finds what claims are filled from.
type sources struct {
	in     *facts.Input
	brings *kube.Brought
	seen   *kube.Seen
}

// unfilled says what keeps a claim from being filled, and whether that is certain; "" for nothing.
func (of *sources) unfilled(c *facts.LandingClaim) (message string, known bool) {
	s := &c.Source
	what := fmt.Sprintf("the %s %s/%s that its claim %s is filled from", s.Kind, s.Namespace, s.Name, c.Claim)
	brought := of.brings.Object(s.Group, s.Kind, s.Namespace, s.Name) != nil
	switch {
	case s.Namespace != c.Namespace:
		return what + " is in another namespace: that needs a feature which is off by default", false
	case s.Group == "" && s.Kind == "PersistentVolumeClaim":
		there, looked := of.seen.Claim(s.Namespace, s.Name)
		switch {
		case brought || there:
			return "", true
		case !looked:
			return "whether " + what + " exists could not be looked up", false
		}
		return what + " does not exist", true
	case s.Group != "snapshot.storage.k8s.io" || s.Kind != "VolumeSnapshot":
		return fmt.Sprintf("whether something fills claims from a %s is not known", s.Kind), false
	case brought:
		return "", true
	}
	return of.unrestored(c, what)
}

// unserved holds for a claim from a snapshot where the API server does not know the kind, and was asked.
func (of *sources) unserved(c *facts.LandingClaim) bool {
	there := of.seen.Object(kube.VolumeSnapshots, c.Source.Namespace, c.Source.Name)
	return c.Source.Kind == "VolumeSnapshot" && there != nil && !there.Served && !there.Exists && of.seen.Namespace(c.Source.Namespace) != nil
}

// unrestored says what keeps a claim from being restored from a snapshot of the cluster.
func (of *sources) unrestored(c *facts.LandingClaim, what string) (message string, known bool) {
	there := of.seen.Object(kube.VolumeSnapshots, c.Source.Namespace, c.Source.Name)
	switch {
	case there == nil:
		return "whether " + what + " exists could not be looked up", false
	case of.unserved(c):
		return what + " does not exist: the cluster has no VolumeSnapshots", true
	case !there.Exists:
		return what + " does not exist", true
	case !slices.Contains(kube.NamedValues(there, "status.readyToUse"), "true"):
		return what + " is not ready", true
	}
	driver := provisionerOf(of.in, c)
	for _, class := range of.in.VolumeSnapshotClasses {
		if slices.Contains(kube.NamedValues(there, "spec.volumeSnapshotClassName"), class.Name) && driver != "" && class.Driver != driver {
			return fmt.Sprintf("%s was taken by %s, and its storage class is one of %s", what, class.Driver, driver), true
		}
	}
	return "", true
}
