package kube

import (
	"reflect"
	"testing"
	"time"

	"github.com/kready/kready/internal/facts"
)

// TestNodeKinds: nodes are of one kind only where nothing that a kind tells differs.
func TestNodeKinds(t *testing.T) {
	node := func(name string, change func(*facts.JudgedNode)) facts.JudgedNode {
		n := facts.JudgedNode{Node: facts.Node{
			Name: name, OS: "linux", PodCIDRs: []string{"10.0.0.0/24"}, Labels: map[string]string{"kubernetes.io/hostname": name},
			Conditions: []facts.Condition{{Type: "Ready", Status: "True"}},
		}}
		change(&n)
		return n
	}
	same := func(*facts.JudgedNode) {}
	for name, change := range map[string]func(*facts.JudgedNode){
		"another system":          func(n *facts.JudgedNode) { n.OS = "windows" },
		"another zone":            func(n *facts.JudgedNode) { n.Labels["topology.kubernetes.io/zone"] = "b" },
		"a taint":                 func(n *facts.JudgedNode) { n.Taints = []facts.JudgedTaint{{Taint: facts.Taint{Key: "gpu"}}} },
		"not Ready":               func(n *facts.JudgedNode) { n.Conditions[0].Status = "False" },
		"another condition":       func(n *facts.JudgedNode) { n.Conditions[0].Type = "KernelDeadlock" },
		"one more resource":       func(n *facts.JudgedNode) { n.AllocatableOther = []facts.Quantity{{Name: "nvidia.com/gpu", Amount: 1}} },
		"both families":           func(n *facts.JudgedNode) { n.PodCIDRs = append(n.PodCIDRs, "fd00::/64") },
		"texts that run together": func(n *facts.JudgedNode) { n.OS, n.Architecture = "linu", "x" },
	} {
		kinds := NodeKinds([]facts.JudgedNode{node("a", same), node("b", change), node("c", same)})
		if len(kinds) != 2 || !reflect.DeepEqual(kinds[0].Names, []string{"a", "c"}) || kinds[0].Count != 2 || kinds[1].Count != 1 {
			t.Errorf("%s: %+v", name, kinds)
		}
	}
}

// TestPodPlaces: pods that have no node are nowhere, and a node with no ready one is said with its reasons.
func TestPodPlaces(t *testing.T) {
	got := PodPlaces([]facts.Pods{
		{Kind: "DaemonSet", Namespace: "x", Name: "a", Node: "n1", Count: 1, Ready: 1},
		{Kind: "DaemonSet", Namespace: "x", Name: "a", Node: "n2", Count: 1, Reasons: []string{"CrashLoopBackOff"}},
		{Kind: "DaemonSet", Namespace: "x", Name: "a", Count: 1},
	})
	want := []facts.PodPlaces{{
		Kind: "DaemonSet", Namespace: "x", Name: "a", Nodes: []string{"n1", "n2"}, Ready: 1,
		Unready: []facts.UnreadyPods{{Node: "n2", Reasons: []string{"CrashLoopBackOff"}}},
	}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}

// TestSumIngresses: Ingresses are of one kind only where nothing that a kind tells differs.
func TestSumIngresses(t *testing.T) {
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	sums := SumIngresses(&facts.Snapshot{CollectedAt: now, Ingresses: []facts.Ingress{
		{Namespace: "x", Name: "a", Class: "nginx", Hosts: []string{"a.example.org", "b.example.org"}, TLSHosts: []string{"*.example.org"}, HasAddress: true},
		{Namespace: "x", Name: "b", Class: "nginx", Hosts: []string{"a.example.org"}, HasAddress: true},
		{Namespace: "x", Name: "old", Class: "nginx", CreatedAt: now.Add(-time.Hour), CertificateBy: "alb", Hosts: []string{"grafana"}},
		{Namespace: "x", Name: "new", Class: "nginx", CreatedAt: now},
		{Namespace: "x", Name: "cm-acme-http-solver-1", Class: "nginx", Hosts: []string{"c.example.com"}, HasAddress: true},
	}}, time.Minute)
	want := facts.IngressSums{
		Count: 5,
		Kinds: []facts.IngressKind{
			{Names: []string{"x/a", "x/b"}, Count: 2, Class: "nginx", HasAddress: true},
			{Names: []string{"x/old"}, Count: 1, Class: "nginx", Waiting: true},
			{Names: []string{"x/new"}, Count: 1, Class: "nginx"},
			{Names: []string{"x/cm-acme-http-solver-1"}, Count: 1, Class: "nginx", HasAddress: true, Solver: true},
		},
	}
	if !reflect.DeepEqual(sums, want) {
		t.Errorf("%+v", sums)
	}
}

// TestSumPolicies: a namespace is closed by what selects all pods and lets in only what it names.
func TestSumPolicies(t *testing.T) {
	all := []facts.PolicyRule{{}}
	got := SumPolicies([]facts.NetworkPolicy{
		{Namespace: "x", Name: "open", SelectsAll: true, PolicyTypes: []string{Ingress, Egress}, Ingress: all, Egress: all},
		{Namespace: "x", Name: "closed", SelectsAll: true, PolicyTypes: []string{Ingress}},
		{Namespace: "y", Name: "some", PolicyTypes: []string{Ingress}, AllowsDNS: true},
	})
	want := []facts.PolicySum{
		{Namespace: "x", Names: []string{"open", "closed"}, Closed: []string{Ingress}, Opened: []string{Ingress, Egress}, DeniesEgress: true},
		{Namespace: "y", Names: []string{"some"}, AllowsDNS: true},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}

// TestSumAutoscalers: those that are not well are kept.
func TestSumAutoscalers(t *testing.T) {
	well := []facts.Condition{{Type: "AbleToScale", Status: "True"}, {Type: "ScalingLimited", Status: "False"}}
	one := func(name string, current int, conditions []facts.Condition) facts.HorizontalPodAutoscaler {
		return facts.HorizontalPodAutoscaler{
			Namespace: "x", Name: name, TargetKind: "Deployment", TargetName: "web", MinReplicas: 1, MaxReplicas: 3, Current: current,
			Metrics: []string{"Resource/cpu"}, Conditions: conditions,
		}
	}
	broken := one("broken", 1, []facts.Condition{{Type: "ScalingActive", Status: "False"}})
	got := SumAutoscalers([]facts.HorizontalPodAutoscaler{one("well", 3, well), broken, one("silent", 1, nil)})
	want := facts.AutoscalerSums{
		Count: 3, AtMaximum: 1, Unwell: []facts.HorizontalPodAutoscaler{broken, one("silent", 1, nil)},
		Kinds: []facts.AutoscalerKind{{Metrics: []string{"Resource/cpu"}, Targets: map[string][]string{"x/Deployment/web": {"well", "broken", "silent"}}}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}
