package inventory

import (
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// budgetedReads says what budgeted is derived from.
func budgetedReads() Reads {
	return Reads{Needs: []facts.Kind{facts.KindPDBs, facts.KindWorkloads}}
}

// budgeted returns the workloads whose pods a PodDisruptionBudget selects.
func budgeted(s *facts.Snapshot) []facts.Budgeted {
	return kube.BudgetedWorkloads(s.PDBs, s.Workloads)
}
