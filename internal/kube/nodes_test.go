package kube

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/kready/kready/internal/facts"
)

func tainted(key, effect string) facts.Node {
	return facts.Node{Taints: []facts.Taint{{Key: key, Effect: effect}}}
}

func TestNodes(t *testing.T) {
	type view struct{ takesPods, cordoned, controlPlane bool }
	for name, tt := range map[string]struct {
		node facts.Node
		want view
	}{
		"plain":                  {facts.Node{}, view{takesPods: true}},
		"virtual":                {facts.Node{Virtual: true}, view{}},
		"cordoned":               {facts.Node{Unschedulable: true}, view{cordoned: true}},
		"dedicated":              {tainted("gpu", "NoSchedule"), view{}},
		"dedicated, harshly":     {tainted("gpu", "NoExecute"), view{}},
		"a wish":                 {tainted("spot", "PreferNoSchedule"), view{takesPods: true}},
		"in trouble":             {tainted("node.kubernetes.io/disk-pressure", "NoSchedule"), view{takesPods: true}},
		"starting":               {tainted("karpenter.sh/unregistered", "NoExecute"), view{takesPods: true}},
		"waiting for an agent":   {tainted("node.cilium.io/agent-not-ready", "NoSchedule"), view{takesPods: true}},
		"uninitialized":          {tainted("node.cloudprovider.kubernetes.io/uninitialized", "NoSchedule"), view{takesPods: true}},
		"removed by Karpenter":   {tainted("karpenter.sh/disrupted", "NoSchedule"), view{cordoned: true}},
		"removed by the CA":      {tainted("ToBeDeletedByClusterAutoscaler", "NoSchedule"), view{cordoned: true}},
		"a candidate only":       {tainted("DeletionCandidateOfClusterAutoscaler", "PreferNoSchedule"), view{takesPods: true}},
		"the control plane's":    {tainted("node-role.kubernetes.io/control-plane", "NoSchedule"), view{controlPlane: true}},
		"etcd's":                 {tainted("node-role.kubernetes.io/etcd", "NoExecute"), view{controlPlane: true}},
		"a control plane's wish": {tainted("node-role.kubernetes.io/control-plane", "PreferNoSchedule"), view{takesPods: true}},
	} {
		got := view{TakesPods(&tt.node), Cordoned(&tt.node), KeptForControlPlane(&tt.node)}
		if got != tt.want {
			t.Errorf("%s: got %+v, want %+v", name, got, tt.want)
		}
	}
}

// TestJudgeNodes: policies see nodes with what the rules make of them, in place of the
// snapshot's own, and all else stays.
func TestJudgeNodes(t *testing.T) {
	in := &facts.Input{}
	gpu := tainted("gpu", "NoSchedule")
	gpu.Name = "a"
	in.Nodes = []facts.Node{gpu}
	in.JudgedNodes = JudgeNodes(in.Nodes)
	data, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	var seen struct {
		Nodes []struct {
			Name      string
			TakesPods *bool
			Taints    []facts.JudgedTaint
		}
	}
	if err := json.Unmarshal(data, &seen); err != nil {
		t.Fatal(err)
	}
	n := seen.Nodes[0]
	if n.Name != "a" || n.TakesPods == nil || *n.TakesPods {
		t.Errorf("nodes: %+v", seen.Nodes)
	}
	if want := (facts.JudgedTaint{Taint: gpu.Taints[0], Repels: true}); len(n.Taints) != 1 || n.Taints[0] != want {
		t.Errorf("taints: %+v", n.Taints)
	}
}

// TestUntoleratedTaints: each taint is named once, and only workloads that one keeps away.
func TestUntoleratedTaints(t *testing.T) {
	gpu := tainted("gpu", "NoSchedule")
	got := UntoleratedTaints([]facts.Node{gpu, gpu}, []facts.Workload{
		{Kind: facts.Deployment, Namespace: "shop", Name: "web"},
		{Kind: facts.Deployment, Namespace: "shop", Name: "gpu", Tolerations: []facts.Toleration{{Operator: "Exists"}}},
	})
	want := []facts.Untolerated{{Kind: facts.Deployment, Namespace: "shop", Name: "web", Taints: gpu.Taints}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
