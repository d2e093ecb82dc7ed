package scaling

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// pool is the nodes that are meant for ordinary pods: Linux, not virtual, and without a taint
// that is there to stay.
type pool struct {
	// open take ordinary pods now. closed do not: they are cordoned, about to be removed, not
	// Ready, or still have the taint that they started with.
	open, closed []*facts.Node
	// young is how many of the closed joined a few minutes ago and may be about to open. starting
	// is how many of the open did, and still have the taint that they started with.
	young, starting int
	// dedicated keep ordinary pods off by a taint that is there to stay.
	dedicated []*facts.Node
}

func poolOf(in *facts.Input) pool {
	var p pool
	settling := in.Thresholds.OrDefault().SettlingMinutes.Duration()
	for i := range in.Nodes {
		n := &in.Nodes[i]
		young := n.YoungerThan(in.CollectedAt, settling)
		switch {
		case n.Virtual || n.OS == "windows":
		case len(kube.PermanentTaints(n)) > 0:
			p.dedicated = append(p.dedicated, n)
		case kube.TakesPods(n, young) && n.Ready():
			p.open = append(p.open, n)
			if !kube.TakesPods(n, false) {
				p.starting++
			}
		default:
			p.closed = append(p.closed, n)
			if young && !kube.Cordoned(n) {
				p.young++
			}
		}
	}
	return p
}

// all are the nodes of the pool, open or not.
func (p pool) all() []*facts.Node { return slices.Concat(p.open, p.closed) }

// tooSmall is the answer where fewer than two nodes take ordinary pods, so that none could stand
// in for another; false where two do.
func (p pool) tooSmall(in *facts.Input) (check.Outcome, bool) {
	switch {
	case p.starting > 0 && p.starting == len(p.open):
		return check.Unknown(p.mayOpen(in)), true // of these alone, none takes pods yet
	case len(p.open) > 1:
		return check.Outcome{}, false
	case len(in.Nodes) == 0:
		return check.Unknown("the cluster has no node now, and nothing shows whether one would come"), true
	case p.young > 0:
		return check.Unknown(p.mayOpen(in)), true
	case len(p.closed) > 0 && len(p.open) == 1:
		return withoutNodes(in, fmt.Sprintf("ordinary pods have a single node left, %s, and nothing could stand in for it", p.open[0].Name), p.closed), true
	case len(p.closed) > 0:
		return withoutNodes(in, "no node takes ordinary pods now", p.closed), true
	case len(p.open) == 1:
		return check.Skip("ordinary pods have a single node: there is nothing that could stand in for it"), true
	case len(p.dedicated) > 0:
		return withoutNodes(in, "no node takes ordinary pods: each has a taint that keeps them off", p.dedicated), true
	}
	return check.Skip("no node here runs ordinary Linux pods: all are virtual or run Windows"), true
}

// mayOpen says that nodes have just joined.
func (p pool) mayOpen(in *facts.Input) string {
	return fmt.Sprintf("%s less than %s ago and may take ordinary pods soon", text.Counted(p.young+p.starting, "node joined", "nodes joined"),
		text.Counted(int(in.Thresholds.OrDefault().SettlingMinutes), "minute", "minutes"))
}

// withoutNodes is a gap for want of nodes, whose findings say of those that are there what
// closes them, unless something brings nodes.
func withoutNodes(in *facts.Input, reason string, closed []*facts.Node) check.Outcome {
	var found []check.Finding
	for _, n := range closed[:min(len(closed), findingsMax)] {
		why, state := whyClosed(n)
		found = append(found, check.Finding{Object: facts.ObjectRef{Kind: "Node", Name: n.Name}, Message: why, State: state})
	}
	gap := check.Gap(reason, found...)
	for _, state := range []string{stateCordoned, stateUninitialized} {
		if slices.ContainsFunc(found, func(f check.Finding) bool { return f.State == state }) {
			gap = gap.In(state)
		}
	}
	return unlessScaled(in, reason, gap)
}

// whyClosed says why a node takes no ordinary pods, and the state that has a remedy; "" for none.
func whyClosed(n *facts.Node) (why, state string) {
	var taints []string
	for _, t := range n.Taints {
		if kube.Repels(t) {
			taints = append(taints, kube.FormatTaint(t))
		}
	}
	switch {
	case kube.BeingRemoved(n):
		return "it is about to be removed", ""
	case n.Unschedulable:
		return "it is cordoned", stateCordoned
	case !n.Ready():
		return "it is not Ready", ""
	}
	if slices.ContainsFunc(n.Taints, func(t facts.Taint) bool { return t.Key == uninitializedTaint }) {
		state = stateUninitialized
	}
	return "a taint keeps ordinary pods off: " + strings.Join(taints, ", "), state
}

// note says how many nodes of the pool were left out.
func (p pool) note() string {
	if len(p.closed) == 0 {
		return ""
	}
	return fmt.Sprintf("%s cordoned, tainted or not Ready and not counted", text.Counted(len(p.closed), "node is", "nodes are"))
}
