package network

import (
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/service"
)

// landed is a case of a requirement: manifests, and what the cluster is known to have.
type landed struct {
	manifests string
	cluster   facts.Snapshot
	want      check.Status
	says      string
}

// judge runs a requirement on manifests in the namespace shop, which is there.
func (l landed) judge(t *testing.T, c check.Check) {
	t.Helper()
	l.judgeWith(t, c)
}

// judgeWith is judge where these products are there.
func (l landed) judgeWith(t *testing.T, c check.Check, inventory ...facts.Implementation) {
	t.Helper()
	m, err := service.Parse("web", "web.yaml", []byte(l.manifests), service.Options{Namespace: "shop"})
	if err != nil {
		t.Fatal(err)
	}
	in := &facts.Input{Snapshot: l.cluster, Inventory: inventory}
	in.Namespaces = append(in.Namespaces, facts.Namespace{Name: "shop"})
	if in.Service, err = m.Facts(); err != nil {
		t.Fatal(err)
	}
	out, err := c.Run(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	said := out.Reason
	for _, f := range out.Findings {
		said += "\n" + f.At.String() + " " + f.Object.Name + ": " + f.Message
	}
	if out.Status != l.want || !strings.Contains(said, l.says) {
		t.Errorf("got %s, want %s with %q: %s", out.Status, l.want, l.says, said)
	}
}

// manifestOf is a Deployment with a label, a port by the name web and the container's further fields.
func manifestOf(name, more string) string {
	return "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " + name + "}\nspec:\n  replicas: 2\n  template:\n    metadata: {labels: {app: " + name +
		"}}\n    spec: {containers: [{name: web, image: example.com/web, ports: [{name: web, containerPort: 8080}]" + more + "}]}\n"
}
