package storage

import (
	"context"
	"fmt"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// ClaimsThere asks whether the claims that pods of a service mount are there.
func ClaimsThere() check.Check {
	return check.Check{
		ID:      "storage/claims-there",
		Title:   "The volume claims that the pods name are there",
		Subject: check.SubjectService,
		Doc: `A pod that mounts a PersistentVolumeClaim which does not exist stays Pending: the scheduler waits for the
claim.

kready looks up the claims that the pod templates name and the service does not bring, by name. Where the
service brings a custom resource in the same namespace that may make claims, one that is not there is unknown. Claims of a
StatefulSet's templates are made with its pods, and ` + "`storage/class-there`" + ` asks for their classes.`,
		Level: check.LevelPresent,
		Tier:  check.TierMust,
		Reads: facts.Fields{facts.PartService, facts.KindNamespaces, facts.KindNamedClaims},
		Remediation: `Add the PersistentVolumeClaim to the manifests, or name one that is there:

    kubectl -n NAMESPACE get persistentvolumeclaim`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/storage/persistent-volumes/#claims-as-volumes",
		},
		Since: "0.2.0",
		Run:   runClaimsThere,
	}
}

func runClaimsThere(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var gaps, unknowns []check.Finding
	named, brings, seen := 0, kube.NewBrought(&in.Service), kube.NewSeen(&in.Snapshot)
	for i := range in.Service.Pods {
		pods := &in.Service.Pods[i]
		for _, v := range pods.Volumes {
			if v.Claim == "" {
				continue
			}
			named++
			if brings.Object("", "PersistentVolumeClaim", pods.Namespace, v.Claim) != nil {
				continue
			}
			there, known := seen.Claim(pods.Namespace, v.Claim)
			maker := brings.Maker(pods.Namespace)
			switch {
			case there:
			case !known:
				unknowns = append(unknowns, check.OfManifest(pods.Manifest, v.Line, check.ByService, fmt.Sprintf("whether its claim %s exists could not be looked up", v.Claim)))
			case maker != "":
				unknowns = append(unknowns, check.OfManifest(pods.Manifest, v.Line, check.ByService, fmt.Sprintf("its claim %s does not exist, and %s may make it", v.Claim, maker)))
			default:
				gaps = append(gaps, check.OfManifest(pods.Manifest, v.Line, check.ByService, fmt.Sprintf("its claim %s does not exist: its pods stay Pending", v.Claim)))
			}
		}
	}
	if named == 0 {
		return check.Skip("no pod of the service names a volume claim"), nil
	}
	return check.ByFindings(gaps, unknowns,
		text.Counted(len(gaps), "volume claim is", "volume claims are")+" not there",
		"whether "+text.Counted(len(unknowns), "volume claim is", "volume claims are")+" there is not known",
		text.Counted(named, "volume claim that pods name is", "volume claims that pods name are")+" there"), nil
}
