// Package landtest judges requirements on manifests, for the tests of checks.
package landtest

import (
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/service"
)

// Judge runs a requirement on manifests in the namespace shop, which is added to the cluster of in, and fails the
// test when the answer has another status or does not contain a text.
func Judge(t *testing.T, requirement check.Check, manifests string, in facts.Input, want check.Status, says string) {
	t.Helper()
	m, err := service.Parse("web", "web.yaml", []byte(manifests), service.Options{Namespace: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	in.Namespaces = append(in.Namespaces[:len(in.Namespaces):len(in.Namespaces)], facts.Namespace{Name: "shop"})
	if in.Service, err = m.Facts(); err != nil {
		t.Fatal(err)
	}
	out, err := requirement.Run(t.Context(), &in)
	if err != nil {
		t.Fatal(err)
	}
	said := out.Reason
	for _, f := range out.Findings {
		said += "\n" + f.At.String() + " " + f.Object.Name + ": " + f.Message
	}
	if out.Status != want || !strings.Contains(said, says) {
		t.Errorf("got %s, want %s with %q: %s", out.Status, want, says, said)
	}
}

// Deployment is the manifest of two pods with a label, a port by the name web, and the container's further fields.
func Deployment(name, more string) string {
	return "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " + name + "}\nspec:\n  replicas: 2\n  template:\n    metadata: {labels: {app: " + name +
		"}}\n    spec: {containers: [{name: web, image: example.com/web, ports: [{name: web, containerPort: 8080}]" + more + "}]}\n"
}
