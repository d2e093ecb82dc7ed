package cluster

import (
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

func TestNodeProblems(t *testing.T) {
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	node := func(conditions ...facts.Condition) facts.Node {
		return facts.Node{Name: "a", CreatedAt: now.Add(-48 * time.Hour), Conditions: conditions}
	}
	deadlock := facts.Condition{Type: "KernelDeadlock", Status: "True", Reason: "DockerHung", Message: "task docker:1 blocked", Since: now.Add(-time.Hour)}
	young := node(deadlock)
	young.CreatedAt = now.Add(-time.Minute)
	leaving := node(deadlock)
	leaving.Taints = []facts.Taint{{Key: "karpenter.sh/disrupted", Effect: "NoSchedule"}}
	for name, tt := range map[string]struct {
		node   facts.Node
		status check.Status
		says   string
	}{
		"none":              {node(facts.Condition{Type: "KernelDeadlock", Status: "False"}), check.StatusPass, ""},
		"a fault":           {node(deadlock), check.StatusGap, "KernelDeadlock is True for 60 minutes (DockerHung: task docker:1 blocked)"},
		"not ready":         {node(facts.Condition{Type: "StorageReady", Status: "False"}), check.StatusGap, "StorageReady is False"},
		"ready":             {node(facts.Condition{Type: "StorageReady", Status: "True"}), check.StatusPass, ""},
		"unknown":           {node(facts.Condition{Type: "StorageReady", Status: "Unknown"}), check.StatusPass, ""},
		"of somebody's own": {node(facts.Condition{Type: "EtcdIsVoter", Status: "True"}), check.StatusSkip, ""},
		"all new":           {young, check.StatusGap, ""},
		"about to go":       {leaving, check.StatusSkip, ""},
	} {
		out, err := NodeProblems().Run(t.Context(), &facts.Input{Snapshot: facts.Snapshot{CollectedAt: now, Nodes: []facts.Node{tt.node}}})
		if err != nil || out.Status != tt.status || tt.says != "" && out.Findings[0].Message != tt.says {
			t.Errorf("%s: got %+v, %v", name, out, err)
		}
	}
	older := node()
	older.Name = "b"
	out, err := NodeProblems().Run(t.Context(), &facts.Input{Snapshot: facts.Snapshot{CollectedAt: now, Nodes: []facts.Node{older, young}}})
	if err != nil || out.Status != check.StatusUnknown {
		t.Errorf("a node that has just joined: got %+v, %v", out, err)
	}
}
