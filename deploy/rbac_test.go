package deploy_test

import (
	"bytes"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/collect"
	"github.com/kready/kready/policies"
)

const rbacFile = "base/rbac.yaml"

// TestRBAC holds base/rbac.yaml to what collection reads: no right too few, none too
// many. KREADY_UPDATE=1 writes it anew.
func TestRBAC(t *testing.T) {
	want := rbacManifest(t)
	if os.Getenv("KREADY_UPDATE") == "1" {
		if err := os.WriteFile(rbacFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(rbacFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what collection reads: KREADY_UPDATE=1 go test ./deploy writes it anew", rbacFile)
	}
	for _, r := range rules(t) {
		if slices.Contains(r.Resources, "secrets") || slices.Contains(r.Resources, "*") || len(r.Verbs) == 0 ||
			slices.ContainsFunc(r.Verbs, func(verb string) bool { return verb != "get" && verb != "list" }) {
			t.Errorf("%s allows more than kready ever asks for: %+v", rbacFile, r)
		}
	}
}

// rbacManifest are the ServiceAccount and its rights, from what the collectors declare.
func rbacManifest(t *testing.T) []byte {
	t.Helper()
	meta := metav1.ObjectMeta{Name: "kready"}
	objects := []any{
		map[string]any{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": map[string]string{"name": "kready", "namespace": "kready"}},
		rbacv1.ClusterRole{
			TypeMeta:   metav1.TypeMeta{APIVersion: rbacv1.SchemeGroupVersion.String(), Kind: "ClusterRole"},
			ObjectMeta: meta, Rules: rules(t),
		},
		rbacv1.ClusterRoleBinding{
			TypeMeta:   metav1.TypeMeta{APIVersion: rbacv1.SchemeGroupVersion.String(), Kind: "ClusterRoleBinding"},
			ObjectMeta: meta,
			RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: "kready"},
			Subjects:   []rbacv1.Subject{{Kind: "ServiceAccount", Name: "kready", Namespace: "kready"}},
		},
	}
	out := []byte("# Written by KREADY_UPDATE=1 go test ./deploy from what kready reads: get and list, no Secret.\n")
	for i, object := range objects {
		if i > 0 {
			out = append(out, "---\n"...)
		}
		raw, err := yaml.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, raw...)
	}
	return out
}

// rules are one a group, verbs and names, in order.
func rules(t *testing.T) []rbacv1.PolicyRule {
	t.Helper()
	known, err := catalog.Load(policies.Files)
	if err != nil {
		t.Fatal(err)
	}
	var declared []collect.DeclaredKind
	for _, d := range known.Declarations() {
		declared = append(declared, collect.DeclaredKind{Group: d.Group, Resource: d.Resource})
	}
	reads := collect.DeclaredReads(declared)
	for _, c := range collect.All() {
		reads = append(reads, c.Reads...)
	}
	verbs := map[string][]string{} // by group, resource, names and path
	for _, r := range reads {
		key := strings.Join([]string{r.Group, r.Resource, strings.Join(r.Names, ","), r.NonResourceURL}, "|")
		verbs[key] = distinct(append(verbs[key], r.Verbs...))
	}
	byRest := map[string]*rbacv1.PolicyRule{}
	var order []string
	for _, key := range distinct(slices.Collect(maps.Keys(verbs))) {
		parts := strings.Split(key, "|")
		rest := strings.Join([]string{parts[0], parts[2], strings.Join(verbs[key], ",")}, "|")
		if parts[3] != "" {
			rest = "paths|" + rest
		}
		rule := byRest[rest]
		if rule == nil {
			rule = &rbacv1.PolicyRule{Verbs: verbs[key]}
			byRest[rest] = rule
			order = append(order, rest)
		}
		if parts[3] != "" {
			rule.NonResourceURLs = append(rule.NonResourceURLs, parts[3])
			continue
		}
		rule.APIGroups, rule.Resources = []string{parts[0]}, append(rule.Resources, parts[1])
		if parts[2] != "" {
			rule.ResourceNames = strings.Split(parts[2], ",")
		}
	}
	var all []rbacv1.PolicyRule
	for _, rest := range order {
		all = append(all, *byRest[rest])
	}
	return all
}

// distinct sorts, and leaves out what is there twice.
func distinct(all []string) []string {
	slices.Sort(all)
	return slices.Compact(all)
}
