package inventory

import (
	"testing"

	"github.com/kready/kready/internal/facts"
)

// TestSummedBudgets: a budget is summed up with its workloads when it lets a pod go, and nothing else looks at
// these.
func TestSummedBudgets(t *testing.T) {
	in := func(key string, values ...string) facts.Requirement {
		return facts.Requirement{Key: key, Operator: "In", Values: values}
	}
	budget := func(change func(*facts.PodDisruptionBudget)) facts.PodDisruptionBudget {
		b := facts.PodDisruptionBudget{
			Namespace: "shop", Name: "api", Observed: true, ExpectedPods: 2, DisruptionsAllowed: 1, MinAvailable: "1",
			Selector: facts.Selector{Set: true, Requirements: []facts.Requirement{in("app", "api"), in("of", "shop")}},
		}
		if change != nil {
			change(&b)
		}
		return b
	}
	labelled := func(labels map[string]string) func(*facts.Workload) {
		return func(w *facts.Workload) { w.PodLabels = labels }
	}
	api, db := map[string]string{"app": "api", "of": "shop"}, map[string]string{"app": "db", "of": "shop"}
	named := func(name string, change func(*facts.Workload)) facts.Workload {
		w := service(change)
		w.Name = name
		return w
	}
	alone := []facts.Workload{named("api", labelled(api)), named("db", labelled(db))}
	for name, tt := range map[string]struct {
		budgets   []facts.PodDisruptionBudget
		workloads []facts.Workload
		budgeted  int // summed up
		left      int // workloads: those that share a label with a budget that stays do so as well
	}{
		"of a service":    {[]facts.PodDisruptionBudget{budget(nil)}, alone, 1, 0},
		"of two services": {[]facts.PodDisruptionBudget{budget(nil)}, append([]facts.Workload{named("twin", labelled(api))}, alone...), 1, 0},
		"beside another's": {[]facts.PodDisruptionBudget{budget(nil), budget(func(b *facts.PodDisruptionBudget) {
			b.Name, b.Selector.Requirements = "db", []facts.Requirement{in("app", "db"), in("of", "shop")}
		})}, alone, 2, 0},
		"of nothing":            {[]facts.PodDisruptionBudget{budget(nil)}, alone[1:], 0, 0},
		"two for the same pods": {[]facts.PodDisruptionBudget{budget(nil), budget(func(b *facts.PodDisruptionBudget) { b.Name = "too" })}, alone, 0, 2},
		"for all pods besides": {[]facts.PodDisruptionBudget{budget(nil), budget(func(b *facts.PodDisruptionBudget) {
			b.Name, b.Selector.Requirements = "all", nil
		})}, alone, 0, 2},
		"of a service that is not ready as well": {[]facts.PodDisruptionBudget{budget(nil)}, []facts.Workload{
			named("api", labelled(api)), named("ill", func(w *facts.Workload) { w.PodLabels, w.Ready = api, 0 }),
		}, 0, 2},
		"after a service that is not ready": {[]facts.PodDisruptionBudget{budget(nil)}, []facts.Workload{
			named("ill", func(w *facts.Workload) { w.PodLabels, w.Ready = api, 0 }), named("zapi", labelled(api)),
		}, 0, 2},
		"blocked":        {[]facts.PodDisruptionBudget{budget(func(b *facts.PodDisruptionBudget) { b.DisruptionsAllowed = 0 })}, alone, 0, 2},
		"never lets go":  {[]facts.PodDisruptionBudget{budget(func(b *facts.PodDisruptionBudget) { b.MaxUnavailable = "0" })}, alone, 0, 2},
		"of an operator": {[]facts.PodDisruptionBudget{budget(func(b *facts.PodDisruptionBudget) { b.Owner = "Cluster.postgresql.cnpg.io" })}, alone, 0, 2},
		"not yet seen":   {[]facts.PodDisruptionBudget{budget(func(b *facts.PodDisruptionBudget) { b.Observed = false })}, alone, 0, 2},
	} {
		t.Run(name, func(t *testing.T) {
			s := &facts.Snapshot{PDBs: tt.budgets, Workloads: tt.workloads}
			for range 2 { // again, nothing changes
				before := s
				s = shipped(t).Summed(s)
				if before.Applications().Workloads == 0 {
					sameApart(t, before, s)
				}
				if n := s.Applications().Budgets; n != tt.budgeted || n+len(s.PDBs) != len(tt.budgets) {
					t.Errorf("%d budgets are summed up and %d are left, want %d of %d", n, len(s.PDBs), tt.budgeted, len(tt.budgets))
				}
				if n := s.Applications().Workloads; len(s.Workloads) != tt.left || n+len(s.Workloads) != len(tt.workloads) {
					t.Errorf("%d workloads are summed up and %d are left, want %d of %d", n, len(s.Workloads), tt.left, len(tt.workloads))
				}
			}
		})
	}
}
