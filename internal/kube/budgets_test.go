package kube

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/kready/kready/internal/facts"
)

// TestBudgetedWorkloads: an empty selector selects all pods of its namespace, null none.
func TestBudgetedWorkloads(t *testing.T) {
	web := facts.Requirement{Key: "app", Operator: "In", Values: []string{"web"}}
	other := facts.Requirement{Key: "app", Operator: "NotIn", Values: []string{"web"}}
	budget := func(namespace, name string, set bool, requirements ...facts.Requirement) facts.PodDisruptionBudget {
		return facts.PodDisruptionBudget{Namespace: namespace, Name: name, Selector: facts.Selector{Set: set, Requirements: requirements}}
	}
	got := BudgetedWorkloads([]facts.PodDisruptionBudget{
		budget("shop", "web", true, web),
		budget("shop", "others", true, other),
		budget("shop", "null", false),
		budget("shop", "all", true),
		budget("elsewhere", "all", true),
	}, []facts.Workload{
		{Kind: facts.Deployment, Namespace: "shop", Name: "web", PodLabels: map[string]string{"app": "web", "x": "y"}},
		{Kind: facts.Deployment, Namespace: "shop", Name: "db"},
		{Kind: facts.Deployment, Namespace: "lone", Name: "web", PodLabels: map[string]string{"app": "web"}},
	})
	want := []facts.Budgeted{
		{Kind: facts.Deployment, Namespace: "shop", Name: "web", Budgets: []string{"web", "all"}},
		{Kind: facts.Deployment, Namespace: "shop", Name: "db", Budgets: []string{"others", "all"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestBudgetedWorkloadsOneByOne: the index of budgets finds those that trying each of them finds.
func TestBudgetedWorkloadsOneByOne(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(from ...string) string { return from[random.IntN(len(from))] }
	for range 300 {
		var budgets []facts.PodDisruptionBudget
		for i := range random.IntN(8) {
			b := facts.PodDisruptionBudget{Namespace: pick("a", "b"), Name: fmt.Sprint(i), Selector: facts.Selector{Set: random.IntN(9) > 0}}
			for range random.IntN(3) {
				r := facts.Requirement{Key: pick("app", "tier"), Operator: pick("In", "In", "NotIn", "Exists", "DoesNotExist")}
				if r.Operator == "In" || r.Operator == "NotIn" {
					r.Values = []string{pick("x", "y", "z"), pick("x", "y")}
				}
				b.Selector.Requirements = append(b.Selector.Requirements, r)
			}
			budgets = append(budgets, b)
		}
		var workloads []facts.Workload
		var want []facts.Budgeted
		for i := range 6 {
			w := facts.Workload{Kind: facts.Deployment, Namespace: pick("a", "b"), Name: fmt.Sprint(i), PodLabels: map[string]string{}}
			for _, key := range []string{"app", "tier"} {
				if random.IntN(3) > 0 {
					w.PodLabels[key] = pick("x", "y", "z")
				}
			}
			workloads = append(workloads, w)
			one := facts.Budgeted{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name}
			for j := range budgets {
				if budgets[j].Namespace == w.Namespace && Selects(&budgets[j].Selector, w.PodLabels) {
					one.Budgets = append(one.Budgets, budgets[j].Name)
				}
			}
			if len(one.Budgets) > 0 {
				want = append(want, one)
			}
		}
		if got := BudgetedWorkloads(budgets, workloads); !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v of %+v are under\n%+v, want\n%+v", workloads, budgets, got, want)
		}
	}
}
