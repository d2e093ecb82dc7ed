package cluster

import (
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

func TestCordoned(t *testing.T) {
	cordoned := func(change func(*facts.Node)) facts.Node {
		n := node("n", "True", time.Hour)
		n.Unschedulable = true
		if change != nil {
			change(&n)
		}
		return n
	}
	for name, tt := range map[string]struct {
		node facts.Node
		want check.Status
		says string
	}{
		"open":           {node("n", "True", time.Hour), check.StatusPass, "none of 1 node"},
		"cordoned":       {cordoned(nil), check.StatusGap, "the only node is cordoned"},
		"since when":     {cordoned(func(n *facts.Node) { n.CordonedAt = now.Add(-3 * time.Hour) }), check.StatusGap, "it is cordoned for 3 hours"},
		"virtual":        {cordoned(func(n *facts.Node) { n.Virtual = true }), check.StatusSkip, ""},
		"being removed":  {cordoned(func(n *facts.Node) { n.Taints = []facts.Taint{{Key: "karpenter.sh/disrupted", Effect: "NoSchedule"}} }), check.StatusSkip, ""},
		"for the future": {cordoned(func(n *facts.Node) { n.CordonedAt = now.Add(time.Hour) }), check.StatusGap, "it is cordoned"},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{}
			in.CollectedAt, in.Nodes = now, []facts.Node{tt.node}
			expect(t, Cordoned(), in, tt.want, tt.says)
		})
	}
}
