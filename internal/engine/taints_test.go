package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
	"github.com/kready/kready/internal/inventory"
)

// taintedNode is the node of the healthy cluster that is tainted.
const taintedNode = "worker-3"

// nodeChange is a change to the node that differs.
type nodeChange func(*facts.Node)

func (c nodeChange) and(other nodeChange) nodeChange {
	return func(n *facts.Node) { c(n); other(n) }
}

func unchanged(*facts.Node) {}

func withTaint(key, effect string) nodeChange {
	return func(n *facts.Node) { n.Taints = []facts.Taint{{Key: key, Effect: effect}} }
}

// justJoined makes the node two minutes old; the others are there for months.
func justJoined(n *facts.Node) { n.CreatedAt = time.Date(2026, 11, 1, 11, 58, 0, 0, time.UTC) }

// startupTaints go away when a node has started.
func startupTaints() []facts.Taint {
	return []facts.Taint{
		{Key: "node.cloudprovider.kubernetes.io/uninitialized", Effect: "NoSchedule"},
		{Key: "node.cilium.io/agent-not-ready", Effect: "NoExecute"},
		{Key: "ebs.csi.aws.com/agent-not-ready", Effect: "NoExecute"},
		{Key: "karpenter.sh/unregistered", Effect: "NoExecute"},
		{Key: "startup-taint.cluster-autoscaler.kubernetes.io/gpu", Effect: "NoSchedule"},
	}
}

// TestChecksAgreeOnTaints judges one cluster under each taint by every check that looks at
// nodes. Taints that mean the same must lead all of them to the same answer: a startup taint of
// a node that has just joined to that of no taint, a stuck one to that of any other stuck one,
// one by which a node is emptied to that of a cordoned node, and a permanent one to that of any
// other permanent one. Messages may name the taint; statuses and objects not.
func TestChecksAgreeOnTaints(t *testing.T) {
	j := newTaintJudge(t)
	for _, class := range []struct {
		name string
		like nodeChange
		on   nodeChange
		same []facts.Taint
	}{
		{"no taint", unchanged, unchanged, []facts.Taint{
			{Key: "spot", Effect: "PreferNoSchedule"},
			{Key: "DeletionCandidateOfClusterAutoscaler", Effect: "PreferNoSchedule"},
			{Key: "node.kubernetes.io/not-ready", Effect: "NoExecute"},
			{Key: "node.kubernetes.io/memory-pressure", Effect: "NoSchedule"},
		}},
		{"just joined", justJoined, justJoined, startupTaints()},
		{"a stuck startup taint", withTaint("node.cilium.io/agent-not-ready", "NoSchedule"), unchanged, startupTaints()},
		{"cordoned", func(n *facts.Node) { n.Unschedulable = true }, unchanged, []facts.Taint{
			{Key: "karpenter.sh/disrupted", Effect: "NoSchedule"},
			{Key: "karpenter.sh/disruption", Effect: "NoSchedule"},
			{Key: "ToBeDeletedByClusterAutoscaler", Effect: "NoSchedule"},
			{Key: "cloud.google.com/impending-node-termination", Effect: "NoSchedule"},
		}},
		{"a permanent taint", withTaint("gpu", "NoSchedule"), unchanged, []facts.Taint{
			{Key: "gpu", Effect: "NoExecute"},
			{Key: "CriticalAddonsOnly", Effect: "NoSchedule"},
			{Key: "node.kubernetes.io/os", Effect: "NoSchedule"},
		}},
	} {
		for _, size := range []int{2, 3} {
			want := j.answers(t, size, class.like)
			for _, other := range class.same {
				got := j.answers(t, size, class.on.and(withTaint(other.Key, other.Effect)))
				for id, answer := range want {
					if got[id] != answer {
						t.Errorf("%s, %d workers: under %s:%s the answer is %s, under %q it is %s", id, size, other.Key, other.Effect, got[id], class.name, answer)
					}
				}
			}
		}
	}
}

// TestTaintsMatter: the classes above lead to different answers, or comparing them shows
// nothing. A stuck startup taint takes a node away that should be there, a permanent one makes it
// another kind of node, and a node that has just joined keeps its own.
func TestTaintsMatter(t *testing.T) {
	j := newTaintJudge(t)
	none := j.answers(t, 2, unchanged)
	permanent := j.answers(t, 2, withTaint("gpu", "NoSchedule"))
	for _, id := range []string{"scaling/headroom", "logs/tolerations", "dns/ha", "scaling/addon-pdb"} {
		if none[id] == permanent[id] {
			t.Errorf("%s: a permanent taint changes nothing: %s", id, none[id])
		}
	}
	startup := withTaint("node.cilium.io/agent-not-ready", "NoSchedule")
	stuck, joined := j.answers(t, 2, startup), j.answers(t, 2, nodeChange(justJoined).and(startup))
	for id, want := range map[string]string{
		"scaling/headroom":    `gap[{"kind":"Node","name":"worker-3"}]`, // the node is meant for ordinary pods: it is missing
		"cluster/zone-spread": `unknown[{"kind":"","name":""}]`,
	} {
		if stuck[id] != want || stuck[id] == permanent[id] || stuck[id] == none[id] {
			t.Errorf("%s: under a stuck startup taint the answer is %s, under a permanent one %s, without %s", id, stuck[id], permanent[id], none[id])
		}
	}
	if id := "scaling/headroom"; joined[id] != none[id] {
		t.Errorf("%s: a startup taint of a node that has just joined changes %s to %s", id, none[id], joined[id])
	}
}

// taintJudge judges clusters in which one node differs.
type taintJudge struct {
	checks []check.Check
	known  *inventory.Recogniser
	set    *fixture.Set
}

func newTaintJudge(t *testing.T) taintJudge {
	t.Helper()
	all := builtinChecks(t)
	all = slices.DeleteFunc(all, func(c check.Check) bool {
		// A cordon by hand is a gap of its own, a removal is none.
		return c.ID == "cluster/cordoned" || !slices.Contains(inventory.Resolve(c.Reads, c.OptionalReads).Kinds(), facts.KindNodes)
	})
	for i := range all {
		all[i].Requires = nil // each is asked, whatever the others answer
	}
	known := shippedRecogniser(t)
	set := fixtures(t)
	return taintJudge{all, known, set}
}

// answers returns each check's status and the objects of its findings, in the healthy cluster
// with so many workers, one of them changed, agents that tolerate nothing, and none of them on
// that node.
func (j taintJudge) answers(t *testing.T, workers int, change nodeChange) map[string]string {
	t.Helper()
	s, err := j.set.Healthy()
	if err != nil {
		t.Fatal(err)
	}
	left := 0
	s.Nodes = slices.DeleteFunc(s.Nodes, func(n facts.Node) bool {
		if n.ControlPlane || n.Name == taintedNode {
			return false
		}
		left++
		return left >= workers
	})
	i := slices.IndexFunc(s.Nodes, func(n facts.Node) bool { return n.Name == taintedNode })
	change(&s.Nodes[i])
	for w := range s.Workloads {
		s.Workloads[w].Tolerations = nil
	}
	s.Pods = slices.DeleteFunc(s.Pods, func(p facts.Pods) bool { return p.Node == taintedNode })
	for b := range s.Backends {
		s.Backends[b].Nodes = s.Backends[b].Nodes[:min(1, len(s.Backends[b].Nodes))]
	}
	in := j.known.Input(s, s.CollectedAt)
	results, err := evaluate.Run(context.Background(), in, j.checks, evaluate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, r := range results {
		outcome := r.Outcome
		objects := make([]string, 0, len(outcome.Findings))
		for _, f := range outcome.Findings {
			name, err := json.Marshal(f.Object)
			if err != nil {
				t.Fatal(err)
			}
			objects = append(objects, string(name))
		}
		slices.Sort(objects)
		out[r.Check.ID] = fmt.Sprint(outcome.Status, objects)
	}
	return out
}
