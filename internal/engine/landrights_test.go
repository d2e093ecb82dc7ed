package engine

import (
	"slices"
	"testing"

	"github.com/kready/kready/internal/service"
)

// TestDryRunRights: the rights are those for the objects and the Pods of the manifests, where they lie, each once.
func TestDryRunRights(t *testing.T) {
	m, err := service.Parse("web", "web.yaml", []byte(`apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {template: {spec: {containers: [{name: web, image: web}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec: {template: {spec: {containers: [{name: api, image: api}]}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web}
---
apiVersion: v1
kind: Namespace
metadata: {name: other}
`), service.Options{Namespace: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	role, err := DryRunRights([]*service.Manifests{m})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range role.Rules {
		for _, resource := range r.Resources {
			for _, verb := range r.Verbs {
				got = append(got, r.Namespace+" "+verb+" "+resource+"."+r.Groups[0])
			}
		}
	}
	slices.Sort(got)
	want := []string{
		" create namespaces.", " patch namespaces.", "shop create deployments.apps", "shop create networkpolicies.networking.k8s.io", "shop create pods.",
		"shop patch deployments.apps", "shop patch networkpolicies.networking.k8s.io",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
