package scaling

import (
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/landtest"
)

func TestClaimsFindNode(t *testing.T) {
	const zone = "topology.kubernetes.io/zone"
	set := func(pod, claim string) string {
		return "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: web}\nspec: {template: {spec: {" + pod + "containers: [{name: web, image: a}]}}, volumeClaimTemplates: [{metadata: {name: data}, spec: {" + claim + "}}]}\n"
	}
	cluster := func(class facts.StorageClass) facts.Snapshot {
		class.Name, class.Default = "zonal", true
		return facts.Snapshot{
			Nodes:          []facts.Node{{Name: "a", Labels: map[string]string{zone: "a"}}, {Name: "b", Labels: map[string]string{zone: "b"}}},
			StorageClasses: []facts.StorageClass{class},
		}
	}
	inB := cluster(facts.StorageClass{Topologies: "some", AllowedTopologies: []facts.NodeTerm{{Labels: []facts.Requirement{{Key: zone, Operator: "In", Values: []string{"b", "c"}}}}}})
	apart := "nodeSelector: {" + zone + ": a}, "
	named := "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\nspec: {storageClassName: zonal}\n---\n" +
		"apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {" + apart + "volumes: [{name: d, persistentVolumeClaim: {claimName: data}}], containers: [{name: web, image: a}]}\n"
	for name, tt := range map[string]landed{
		"elsewhere":        {set(apart, ""), inB, check.StatusGap, "the storage class zonal of its claim data makes volumes only where topology.kubernetes.io/zone is b or c: none of 1 node that takes its pods is there"},
		"by name":          {named, inB, check.StatusGap, "the storage class zonal of its claim data"},
		"one node is":      {set("", ""), inB, check.StatusPass, "1 claim, of volumes"},
		"another class":    {set(apart, "storageClassName: other"), inB, check.StatusPass, ""},
		"a volume there":   {set(apart, "volumeName: v"), inB, check.StatusPass, ""},
		"no node for pods": {set("nodeSelector: {x: y}, ", ""), inB, check.StatusPass, ""},
		"everywhere":       {set(apart, ""), cluster(facts.StorageClass{Topologies: "all"}), check.StatusPass, ""},
		"an old snapshot":  {set(apart, ""), cluster(facts.StorageClass{}), check.StatusUnknown, "does not tell where"},
		"no claim":         {placed("Deployment", "web", ""), inB, check.StatusSkip, "no pod of the service"},
	} {
		t.Run(name, func(t *testing.T) { tt.judge(t, ClaimsFindNode()) })
	}
	growing := facts.Input{Snapshot: inB, Inventory: []facts.Implementation{{Title: "Karpenter", Roles: []string{"scaling/nodes"}, State: facts.StateRunning}}}
	landtest.Judge(t, ClaimsFindNode(), set(apart, ""), growing, check.StatusUnknown, "Karpenter may add one that is")
}
