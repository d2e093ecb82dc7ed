package kube

import "github.com/kready/kready/internal/facts"

// BudgetedWorkloads returns the workloads whose pods a PodDisruptionBudget selects, each with
// the names of these budgets, in the order of the workloads.
func BudgetedWorkloads(budgets []facts.PodDisruptionBudget, workloads []facts.Workload) []facts.Budgeted {
	type selection struct {
		name    string
		selects func(map[string]string) bool
	}
	inNamespace := map[string][]selection{}
	for i := range budgets {
		b := &budgets[i]
		inNamespace[b.Namespace] = append(inNamespace[b.Namespace], selection{b.Name, Selecting(&b.Selector)})
	}
	var found []facts.Budgeted
	for i := range workloads {
		w := &workloads[i]
		var names []string
		for _, b := range inNamespace[w.Namespace] {
			if b.selects(w.PodLabels) {
				names = append(names, b.name)
			}
		}
		if len(names) > 0 {
			found = append(found, facts.Budgeted{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name, Budgets: names})
		}
	}
	return found
}
