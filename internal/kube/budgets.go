package kube

import "github.com/kready/kready/internal/facts"

// BudgetedWorkloads returns the workloads whose pods a PodDisruptionBudget selects, each with
// the names of these budgets, in the order of the workloads.
func BudgetedWorkloads(budgets []facts.PodDisruptionBudget, workloads []facts.Workload) []facts.Budgeted {
	inNamespace := map[string][]*facts.PodDisruptionBudget{}
	for i := range budgets {
		b := &budgets[i]
		inNamespace[b.Namespace] = append(inNamespace[b.Namespace], b)
	}
	var found []facts.Budgeted
	for i := range workloads {
		w := &workloads[i]
		var names []string
		for _, b := range inNamespace[w.Namespace] {
			if Selects(&b.Selector, w.PodLabels) {
				names = append(names, b.Name)
			}
		}
		if len(names) > 0 {
			found = append(found, facts.Budgeted{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name, Budgets: names})
		}
	}
	return found
}
