package rbac

import (
	"bytes"
	"strings"
	"testing"
)

// TestConsented: what a flag asks for is a role of its own in each namespace, with its binding and its warning.
func TestConsented(t *testing.T) {
	m := Manifest{Role: "kready", Namespace: "kready", ServiceAccount: "kready", Consented: []Consented{{
		Suffix: "-more", Comments: []string{"It can change things."},
		Rules: []Rule{
			{Namespace: "shop", Groups: []string{"apps"}, Resources: []string{"deployments"}, Verbs: []string{"create", "patch"}, For: "a"},
			{Groups: []string{""}, Resources: []string{"namespaces"}, Verbs: []string{"create"}, For: "a"},
		},
	}}}
	var out bytes.Buffer
	if err := m.Write(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# It can change things.\n", "kind: ClusterRole\nmetadata:\n  name: kready-more\n", "kind: Role\nmetadata:\n  name: kready-more\n  namespace: shop\n", "kind: RoleBinding\n", "resources: [namespaces]", "resources: [deployments]\n    verbs: [create, patch]\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("lacks %q:\n%s", want, out.String())
		}
	}
}
