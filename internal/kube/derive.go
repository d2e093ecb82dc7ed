package kube

import (
	"slices"
	"time"

	"github.com/kready/kready/internal/facts"
)

// JudgeNodes returns a snapshot's nodes as policies see them. joining is how long a node
// counts as young.
func JudgeNodes(s *facts.Snapshot, joining time.Duration) []facts.JudgedNode {
	judged := make([]facts.JudgedNode, 0, len(s.Nodes))
	justJoined := s.JoinedWithin(joining)
	for i := range s.Nodes {
		n := &s.Nodes[i]
		young := n.YoungerThan(s.CollectedAt, joining)
		one := facts.JudgedNode{
			Node: *n, Young: young, JustJoined: justJoined(n), TakesPods: TakesPods(n, young),
			Cordoned: Cordoned(n), KeptForControlPlane: KeptForControlPlane(n),
		}
		for _, t := range n.Taints {
			one.Taints = append(one.Taints, facts.JudgedTaint{Taint: t, Repels: Repels(t), Transient: Transient(t)})
		}
		judged = append(judged, one)
	}
	return judged
}

// UntoleratedTaints returns, for each workload that a taint of one of the nodes keeps away,
// these taints, each once, in the order of the workloads.
func UntoleratedTaints(nodes []facts.Node, workloads []facts.Workload) []facts.Untolerated {
	var repelling []facts.Taint
	for i := range nodes {
		for _, t := range nodes[i].Taints {
			if Repels(t) && !slices.Contains(repelling, t) {
				repelling = append(repelling, t)
			}
		}
	}
	var found []facts.Untolerated
	for i := range workloads {
		w := &workloads[i]
		if taints := Untolerated(w, repelling); len(taints) > 0 {
			found = append(found, facts.Untolerated{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name, Taints: taints})
		}
	}
	return found
}
