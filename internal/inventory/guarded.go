package inventory

import (
	"cmp"
	"slices"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// guarded sums up PodDisruptionBudgets that let the pods of an application go, with the applications that no
// other budget selects.
type guarded struct {
	// byLabel finds the budgets by a label that their pods have, and the pods of no other budget there.
	byLabel map[namespacedLabel]*guard
	// pending are the workloads of one budget each, of: whether they are summed up is known when all are.
	pending facts.Packed
	of      []*guard
	// left are the budgets that may not be summed up.
	left []facts.PodDisruptionBudget
}

// guard is one budget.
type guard struct {
	budget    *facts.PodDisruptionBudget
	selects   podSelector
	workloads int
	// stays holds once it selects a workload that stays by itself.
	stays bool
}

type namespacedLabel struct{ namespace, key, value string }

func newGuarded(all []facts.PodDisruptionBudget, owners []facts.BudgetOwner) *guarded {
	g := &guarded{byLabel: map[namespacedLabel]*guard{}}
	named, owned := map[namespacedLabel]int{}, map[string]bool{}
	for i := range all {
		for _, r := range all[i].Selector.Requirements {
			if label, ok := labelOf(all[i].Namespace, r); ok {
				named[label]++
			}
		}
		owned[all[i].Namespace] = owned[all[i].Namespace] || ownedByProduct(&all[i], owners)
	}
	for i := range all {
		b := &all[i]
		own := slices.IndexFunc(b.Selector.Requirements, func(r facts.Requirement) bool {
			label, ok := labelOf(b.Namespace, r)
			return ok && named[label] == 1
		})
		if own < 0 || owned[b.Namespace] || !letsGo(b) {
			g.left = append(g.left, *b)
			continue
		}
		label, _ := labelOf(b.Namespace, b.Selector.Requirements[own])
		one := &guard{budget: b, selects: everyPod}
		if len(b.Selector.Requirements) > 1 {
			one.selects = kube.Selecting(&b.Selector)
		}
		g.byLabel[label] = one
	}
	return g
}

// everyPod selects all pods that have the label by which a budget is found: it asks for nothing else.
func everyPod(map[string]string) bool { return true }

// labelOf is the label that a requirement of a namespace's budget asks for, where it asks for one value of it.
func labelOf(namespace string, r facts.Requirement) (namespacedLabel, bool) {
	if r.Operator != "In" || len(r.Values) != 1 {
		return namespacedLabel{}, false
	}
	return namespacedLabel{namespace, r.Key, r.Values[0]}, true
}

// letsGo reports whether a budget of an application lets a pod go now.
func letsGo(b *facts.PodDisruptionBudget) bool {
	return b.Observed && b.Selector.Set && b.ExpectedPods > 0 && b.DisruptionsAllowed > 0 && b.Owner == "" &&
		b.MaxUnavailable != "0" && b.MaxUnavailable != "0%" && !likePlatform(b.Namespace)
}

// ownedByProduct reports whether a product may make a budget and lift it.
func ownedByProduct(b *facts.PodDisruptionBudget, owners []facts.BudgetOwner) bool {
	return b.Owner != "" || slices.ContainsFunc(owners, func(o facts.BudgetOwner) bool {
		return o.SelectorKey != "" && slices.ContainsFunc(b.Selector.Requirements, func(r facts.Requirement) bool { return r.Key == o.SelectorKey })
	})
}

// guards returns the budgets that select the pods of a workload.
func (g *guarded) guards(w *facts.Workload) []*guard {
	var found []*guard
	for key, value := range w.PodLabels {
		if one := g.byLabel[namespacedLabel{w.Namespace, key, value}]; one != nil && one.selects(w.PodLabels) {
			found = append(found, one)
		}
	}
	return found
}

// stays notes that a workload stays by itself.
func (g *guarded) stays(w *facts.Workload) {
	for _, one := range g.guards(w) {
		one.stays = true
	}
}

// take takes an application, and reports whether it does: where one budget selects its pods that may be summed
// up. Where none does, only reports false.
func (g *guarded) take(w *facts.Workload) (taken, only bool) {
	found := g.guards(w)
	switch {
	case len(found) == 0:
		return false, true
	case len(found) > 1 || found[0].stays || w.Desired == 0:
		g.stays(w)
		return false, false
	}
	g.pending.Add(w)
	g.of = append(g.of, found[0])
	found[0].workloads++
	return true, false
}

// note notes what is known of an application by itself: one that several budgets select stays, and so do theirs.
func (g *guarded) note(w *facts.Workload) {
	if found := g.guards(w); len(found) > 1 || w.Desired == 0 {
		for _, one := range found {
			one.stays = true
		}
	}
}

// sums reports whether an application may be summed up, once all have been noted.
func (g *guarded) sums(w *facts.Workload) bool {
	switch found := g.guards(w); {
	case len(found) == 0:
		return true
	case len(found) > 1 || found[0].stays:
		return false
	default:
		found[0].workloads++
		return true
	}
}

// finish adds the applications that can be summed up, and returns the others. The budgets that are left, and how
// many are not, follow.
func (g *guarded) finish(sums *facts.ApplicationSums) (back []facts.Workload, budgets []facts.PodDisruptionBudget, summed int) {
	i := 0
	for w := range g.pending.All() {
		if one := g.of[i]; one.stays {
			back = append(back, *w)
		} else {
			sums.Add(w)
		}
		i++
	}
	for _, one := range g.byLabel {
		if one.stays || one.workloads == 0 {
			g.left = append(g.left, *one.budget)
		} else {
			summed++
		}
	}
	slices.SortFunc(g.left, func(a, b facts.PodDisruptionBudget) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
	})
	return back, g.left, summed
}
