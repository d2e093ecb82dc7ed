package kube

import (
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
