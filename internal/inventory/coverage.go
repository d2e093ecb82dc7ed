package inventory

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// coverageReads says what coverage is derived from. Recognition decides which DaemonSets are
// the platform's.
func coverageReads() Reads {
	return Reads{
		Needs: []facts.Kind{facts.KindNodes, facts.KindWorkloads, facts.KindPods},
	}.withOptional(recognitionReads())
}

// coverage counts, for each DaemonSet whose pods were read, the nodes with a ready pod.
// platform are the workloads whose pods are read wherever they can be, startup is how
// long a new node may take until its agents are expected.
func coverage(s *facts.Snapshot, platform []facts.ObjectRef, startup time.Duration) []facts.AgentCoverage {
	read := len(s.Blind([]facts.Kind{facts.KindPods})) == 0
	ready := map[facts.ObjectRef]map[string]bool{}
	for _, p := range s.Pods {
		if p.Kind != facts.DaemonSet {
			continue
		}
		ref := facts.ObjectRef{Kind: p.Kind, Namespace: p.Namespace, Name: p.Name}
		if ready[ref] == nil {
			ready[ref] = map[string]bool{}
		}
		if p.Ready > 0 && p.Node != "" {
			ready[ref][p.Node] = true
		}
	}
	isPlatform := map[facts.ObjectRef]bool{}
	for _, ref := range platform {
		isPlatform[ref] = true
	}
	var all []facts.AgentCoverage
	for i := range s.Workloads {
		w := &s.Workloads[i]
		ref := kube.Ref(w)
		// Without a single pod in the snapshot, only a status that counts none tells
		// "it has none" from "they were not read".
		none := read && isPlatform[ref] && w.Status && w.Ready == 0
		if w.Kind != facts.DaemonSet || ready[ref] == nil && !none {
			continue
		}
		all = append(all, facts.AgentCoverage{Namespace: w.Namespace, Name: w.Name, Coverage: covered(s, osOf(w), ready[ref], startup)})
	}
	slices.SortFunc(all, func(a, b facts.AgentCoverage) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
	})
	return all
}

// osOf is the operating system of the nodes that a DaemonSet is meant for.
func osOf(w *facts.Workload) string {
	return cmp.Or(w.NodeSelector["kubernetes.io/os"], w.NodeSelector["beta.kubernetes.io/os"], "linux")
}

// covered counts against the node list, not against the DaemonSet's own status, which
// leaves out the nodes whose taints it does not tolerate.
func covered(s *facts.Snapshot, os string, ready map[string]bool, startup time.Duration) facts.Coverage {
	missing := map[string]bool{}
	var c facts.Coverage
	for i := range s.Nodes {
		n := &s.Nodes[i]
		if n.Virtual || cmp.Or(n.OS, "linux") != os {
			continue
		}
		switch {
		case ready[n.Name]:
			c.Covered++
		case isStarting(n, s.CollectedAt, startup):
			continue
		default:
			missing[n.Name] = true
		}
		c.Of++
	}
	c.Missing = slices.Sorted(maps.Keys(missing))
	return c
}

// isStarting reports whether a node is so new that it is not Ready yet.
func isStarting(n *facts.Node, now time.Time, startup time.Duration) bool {
	return !n.Ready() && !n.CreatedAt.IsZero() && now.Sub(n.CreatedAt) < startup
}
