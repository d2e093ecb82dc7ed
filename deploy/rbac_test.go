package deploy_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
	"sigs.k8s.io/yaml"

	"github.com/kready/kready/internal/cli"
)

const rbacFile = "base/rbac.yaml"

// TestRBAC holds base/rbac.yaml to what `kready rbac` prints.
func TestRBAC(t *testing.T) {
	var want, errs bytes.Buffer
	if code := cli.Main([]string{"kready", "rbac"}, cli.Env{Stdin: &bytes.Buffer{}, Stdout: &want, Stderr: &errs, Getenv: os.Getenv}); code != 0 {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	got, err := os.ReadFile(rbacFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%s is not what kready rbac prints: run `make generate`", rbacFile)
	}
}

// TestRBACOnlyReads: get and list, no Secret, nothing at large.
func TestRBACOnlyReads(t *testing.T) {
	roles := 0
	for _, kind := range []string{"ClusterRole", "Role"} {
		for _, raw := range build(t, "base")[kind] {
			roles++
			var role rbacv1.ClusterRole
			if err := yaml.Unmarshal(raw, &role); err != nil {
				t.Fatal(err)
			}
			for _, r := range role.Rules {
				more := slices.ContainsFunc(r.Verbs, func(verb string) bool { return verb != "get" && verb != "list" })
				// The kinds of Gatekeeper's constraints have the names of their templates.
				all := slices.Contains(r.Resources, "*") && !slices.Equal(r.APIGroups, []string{"constraints.gatekeeper.sh"})
				if more || len(r.Verbs) == 0 || slices.Contains(r.Resources, "secrets") || all {
					t.Errorf("%s %s allows more than kready ever asks for: %+v", kind, role.Name, r)
				}
			}
		}
	}
	if roles == 0 {
		t.Error("there is no role")
	}
}

// TestRolesStayWhereTheyAre: the roles in system namespaces must not be moved into kready's.
func TestRolesStayWhereTheyAre(t *testing.T) {
	for _, variant := range variants {
		for _, raw := range build(t, variant)["Role"] {
			if strings.Contains(string(raw), "namespace: kready\n") {
				t.Errorf("%s: a role was moved: %.300s", variant, raw)
			}
		}
	}
}
