package kube

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

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
		"stuck at its start":     {tainted("karpenter.sh/unregistered", "NoExecute"), view{}},
		"without its agent":      {tainted("node.cilium.io/agent-not-ready", "NoSchedule"), view{}},
		"never initialized":      {tainted("node.cloudprovider.kubernetes.io/uninitialized", "NoSchedule"), view{}},
		"removed by Karpenter":   {tainted("karpenter.sh/disrupted", "NoSchedule"), view{cordoned: true}},
		"removed by the CA":      {tainted("ToBeDeletedByClusterAutoscaler", "NoSchedule"), view{cordoned: true}},
		"a candidate only":       {tainted("DeletionCandidateOfClusterAutoscaler", "PreferNoSchedule"), view{takesPods: true}},
		"the control plane's":    {tainted("node-role.kubernetes.io/control-plane", "NoSchedule"), view{controlPlane: true}},
		"etcd's":                 {tainted("node-role.kubernetes.io/etcd", "NoExecute"), view{controlPlane: true}},
		"a control plane's wish": {tainted("node-role.kubernetes.io/control-plane", "PreferNoSchedule"), view{takesPods: true}},
	} {
		got := view{TakesPods(&tt.node, false), Cordoned(&tt.node), KeptForControlPlane(&tt.node)}
		if got != tt.want {
			t.Errorf("%s: got %+v, want %+v", name, got, tt.want)
		}
	}
}

// TestTakesPodsWhenJustJoined: startup taints do not count then, all others do.
func TestTakesPodsWhenJustJoined(t *testing.T) {
	for key, want := range map[string]bool{
		"karpenter.sh/unregistered":                          true,
		"node.cilium.io/agent-not-ready":                     true,
		"node.cloudprovider.kubernetes.io/uninitialized":     true,
		"startup-taint.cluster-autoscaler.kubernetes.io/gpu": true,
		"node.kubernetes.io/disk-pressure":                   true,
		"karpenter.sh/disrupted":                             false,
		"gpu":                                                false,
	} {
		if n := tainted(key, "NoSchedule"); TakesPods(&n, true) != want {
			t.Errorf("%s: takes pods: %v", key, !want)
		}
	}
}

// TestJustJoined: a node is compared with the others, and a cluster that is new as a whole has
// none that has just joined.
func TestJustJoined(t *testing.T) {
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	old, young := now.Add(-time.Hour), now.Add(-4*time.Minute)
	for name, tt := range map[string]struct {
		collected, first, second time.Time
		want                     bool
	}{
		"young beside old":          {now, old, young, true},
		"both old":                  {now, old, old, false},
		"a new cluster":             {now, young, young, false},
		"made a little later":       {now, now.Add(-6 * time.Minute), young, false},
		"to a cluster just settled": {now, now.Add(-10 * time.Minute), young, true},
		"of unknown age":            {now, old, time.Time{}, false},
		"beside one of unknown age": {now, time.Time{}, young, true},
		"in manifests":              {time.Time{}, time.Time{}, young, false},
	} {
		s := &facts.Snapshot{CollectedAt: tt.collected, Nodes: []facts.Node{{CreatedAt: tt.first}, {CreatedAt: tt.second}}}
		if got := JudgeNodes(s, 5*time.Minute)[1].JustJoined; got != tt.want {
			t.Errorf("%s: just joined: %v", name, got)
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
	in.JudgedNodes = JudgeNodes(&in.Snapshot, time.Minute)
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
