package facts

import (
	"slices"
	"strings"
	"time"
)

// Condition returns the node's condition of a type, and whether there is one.
func (n *Node) Condition(kind string) (Condition, bool) {
	i := slices.IndexFunc(n.Conditions, func(c Condition) bool { return c.Type == kind })
	if i < 0 {
		return Condition{}, false
	}
	return n.Conditions[i], true
}

// IsConditionTrue reports whether the node's condition of a type is True.
func (n *Node) IsConditionTrue(kind string) bool {
	c, _ := n.Condition(kind)
	return c.Status == "True"
}

// Ready reports whether the kubelet says that the node is ready.
func (n *Node) Ready() bool { return n.IsConditionTrue("Ready") }

// WaitsForNetwork reports whether the node itself says that its pods have no
// network: no plugin has configured it, or the cloud has not set up its routes.
func (n *Node) WaitsForNetwork() bool {
	if n.IsConditionTrue("NetworkUnavailable") {
		return true
	}
	ready, ok := n.Condition("Ready")
	if !ok || ready.Status == "True" {
		return false
	}
	complaint := strings.ToLower(ready.Reason + " " + ready.Message)
	return slices.ContainsFunc([]string{"networkpluginnotready", "networkready=false", "cni plugin not initialized"},
		func(part string) bool { return strings.Contains(complaint, part) })
}

// YoungerThan reports whether the node was made less than age before now. When one of the two times
// is not known, it is not young.
func (n *Node) YoungerThan(now time.Time, age time.Duration) bool {
	return !n.CreatedAt.IsZero() && !now.IsZero() && now.Sub(n.CreatedAt) < age
}

// JoinedWithin returns a test for nodes that joined less than age ago and age or more after the
// oldest node: their agents may still be starting. The nodes that a cluster was made with have
// not just joined, although some are made a little later than others: while the cluster is new,
// all are judged. What a check leaves out by this test may be all that it has to judge; then it
// cannot tell, and says so.
func (s *Snapshot) JoinedWithin(age time.Duration) func(*Node) bool {
	var oldest *Node
	for i := range s.Nodes {
		if n := &s.Nodes[i]; !n.Virtual && (oldest == nil || n.CreatedAt.Before(oldest.CreatedAt)) {
			oldest = n
		}
	}
	return func(n *Node) bool {
		return oldest != nil && n.YoungerThan(s.CollectedAt, age) && (oldest.CreatedAt.IsZero() || n.CreatedAt.Sub(oldest.CreatedAt) >= age)
	}
}
