package kube

import (
	"cmp"
	"slices"

	"github.com/kready/kready/internal/facts"
)

// BudgetedWorkloads returns the workloads whose pods a PodDisruptionBudget selects, each with
// the names of these budgets, in the order of the workloads.
func BudgetedWorkloads(budgets []facts.PodDisruptionBudget, workloads []facts.Workload) []facts.Budgeted {
	x := newBudgetIndex(budgets)
	var found []facts.Budgeted
	for i := range workloads {
		w := &workloads[i]
		var names []string
		for _, at := range x.near(w) {
			if x.selects[at](w.PodLabels) {
				names = append(names, budgets[at].Name)
			}
		}
		if len(names) > 0 {
			found = append(found, facts.Budgeted{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name, Budgets: names})
		}
	}
	return found
}

// budgetIndex finds the budgets that may select the pods of a workload without trying all of its namespace.
type budgetIndex struct {
	selects []func(map[string]string) bool
	// byLabel are budgets by a label of which their pods have one, each under the one that fewest budgets ask for.
	// Others, by namespace, ask for no label with a value.
	byLabel map[labelIn][]int
	others  map[string][]int
}

// labelIn is a label of objects of a namespace.
type labelIn struct{ namespace, key, value string }

func newBudgetIndex(budgets []facts.PodDisruptionBudget) *budgetIndex {
	x := &budgetIndex{byLabel: map[labelIn][]int{}, others: map[string][]int{}}
	asking := map[labelIn]int{}
	for i := range budgets {
		for _, r := range budgets[i].Selector.Requirements {
			for _, value := range r.Values {
				asking[labelIn{budgets[i].Namespace, r.Key, value}]++
			}
		}
	}
	for i := range budgets {
		b := &budgets[i]
		x.selects = append(x.selects, Selecting(&b.Selector))
		rarest := rarestLabels(b, asking)
		if len(rarest) == 0 {
			x.others[b.Namespace] = append(x.others[b.Namespace], i)
		}
		for _, label := range rarest {
			x.byLabel[label] = append(x.byLabel[label], i)
		}
	}
	return x
}

// rarestLabels are the labels of which pods of a budget have one, each once, by the requirement that fewest budgets
// have; none where it asks for no label with a value.
func rarestLabels(b *facts.PodDisruptionBudget, asking map[labelIn]int) []labelIn {
	var rarest []labelIn
	least := 0
	for _, r := range b.Selector.Requirements {
		if r.Operator != "In" {
			continue
		}
		var labels []labelIn
		shared := 0
		for _, value := range r.Values {
			label := labelIn{b.Namespace, r.Key, value}
			labels, shared = append(labels, label), max(shared, asking[label])
		}
		if rarest == nil || shared < least {
			rarest, least = labels, shared
		}
	}
	slices.SortFunc(rarest, func(a, b labelIn) int { return cmp.Compare(a.value, b.value) })
	return slices.Compact(rarest)
}

// near are the budgets that may select the pods of a workload, in their order.
func (x *budgetIndex) near(w *facts.Workload) []int {
	found := slices.Clone(x.others[w.Namespace])
	for key, value := range w.PodLabels {
		found = append(found, x.byLabel[labelIn{w.Namespace, key, value}]...)
	}
	slices.Sort(found)
	return found
}
