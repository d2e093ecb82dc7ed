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

// ClaimsFindNode asks whether the volumes of a service can be made where its pods find nodes.
func ClaimsFindNode() check.Check {
	return check.Check{
		ID:      "scaling/claims-find-node",
		Title:   "The volumes of the service can be made where its pods find nodes",
		Subject: check.SubjectService,
		Doc: `A StorageClass may make volumes in some zones alone (` + "`allowedTopologies`" + `). Pods that are kept elsewhere, by their node selector, an
affinity, taints or what they request, stay Pending: ` + "`node(s) didn't find available persistent volumes to bind`" + `.

kready holds the topologies of the class of each claim that comes with the service against the labels of the nodes that take its
pods. Where an autoscaler may add nodes there, the answer is unknown. Claims that are there already, and classes that the
service brings, are not judged, nor is where volumes are that exist.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartService, facts.KindNodes, facts.KindWorkloads, facts.PartInventory, facts.KindStorageClasses},
		OptionalReads: facts.Fields{facts.KindRuntimeClasses},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs"}},
		Remediation: `Let the pods ask for nodes where the class makes volumes, or name a class that makes them where the pods run:

    kubectl get storageclasses -o yaml
    kubectl get nodes -L topology.kubernetes.io/zone
`,
		Links: []string{"https://kubernetes.io/docs/concepts/storage/storage-classes/#allowed-topologies"},
		Since: "0.2.0",
		Run:   runClaimsFindNode,
	}
}

func runClaimsFindNode(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var found check.Found
	all, total := newNodes(in), 0
	claims, classes := newClaims(&in.Service), newClasses(in)
	for i := range in.Service.Pods {
		p := &in.Service.Pods[i]
		for _, c := range claims.of(p) {
			total++
			found.Add(homeless(all, classes, p, c))
		}
	}
	if total == 0 {
		return check.Skip("no pod of the service has a volume that a claim of its own makes"), nil
	}
	counted := text.Counted(total, "claim", "claims")
	return check.ByFindings(found.Gaps, found.Unknowns,
		fmt.Sprintf("the volumes of %d of %s are made where no node takes the pods", len(found.Gaps), counted),
		fmt.Sprintf("whether the volumes of %d of %s are made where the pods run is not known", len(found.Unknowns), counted),
		counted+", of volumes that can be made where the pods find nodes"), nil
}

// homeless is a finding on a claim whose volume is made where none of the nodes that take the pods is, and whether that is certain. It
// has no message where all is well, or where another requirement reports why not.
func homeless(all *nodes, classes *classes, p *facts.LandingPods, c *facts.LandingClaim) (finding check.Finding, known bool) {
	class := classes.of(c)
	if class == nil || class.Topologies == "all" {
		return check.Finding{}, true
	}
	if class.Topologies == "" {
		return check.OfManifest(c.Manifest, c.ClaimLine, check.ByPlatform, fmt.Sprintf("the snapshot does not tell where the storage class %s of its claim %s makes volumes", class.Name, c.Claim)), false
	}
	places, err := all.placesOf(p)
	takers := taking(places)
	if err != nil || len(takers) == 0 {
		return check.Finding{}, true // scaling/pods-find-node reports it
	}
	within, err := kube.NodeMatcher(&facts.LandingPlacement{HasAffinity: true, Terms: class.AllowedTopologies})
	if err != nil || slices.ContainsFunc(takers, within) {
		return check.Finding{}, true
	}
	message := fmt.Sprintf("the storage class %s of its claim %s makes volumes only where %s: none of %s there", class.Name, c.Claim, topologies(class),
		text.Counted(len(takers), "node that takes its pods is", "nodes that take its pods is"))
	if by := autoscaler(all.in); by != "" {
		return check.OfManifest(c.Manifest, c.ClaimLine, check.ByPlatform, message+"; "+by+" may add one that is"), false
	}
	return check.OfManifest(c.Manifest, c.ClaimLine, check.ByService, message), true
}

// topologies says where a class makes volumes: "topology.kubernetes.io/zone is a or b".
func topologies(class *facts.StorageClass) string {
	var terms []string
	for _, term := range class.AllowedTopologies {
		var labels []string
		for _, r := range term.Labels {
			labels = append(labels, r.Key+" is "+text.List(r.Values, 3, " or "))
		}
		terms = append(terms, strings.Join(labels, " and "))
	}
	return text.List(terms, 3, ", or ")
}
