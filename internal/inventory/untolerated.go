package inventory

import (
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// untoleratedReads says what untolerated is derived from.
func untoleratedReads() Reads {
	return Reads{Needs: []facts.Kind{facts.KindNodes, facts.KindWorkloads}}
}

// untolerated returns the taints that keep workloads away from nodes.
func untolerated(s *facts.Snapshot) []facts.Untolerated {
	return kube.UntoleratedTaints(s.Nodes, s.Workloads)
}
