package collect

import (
	"slices"
	"testing"

	"github.com/kready/kready/internal/facts"
)

const bindings = `
apiVersion: v1
kind: List
items:
- apiVersion: rbac.authorization.k8s.io/v1
  kind: ClusterRole
  metadata: {name: monitoring}
  rules:
  - {apiGroups: [""], resources: [nodes/proxy, nodes/metrics], verbs: [get]}
  - {nonResourceURLs: [/metrics], verbs: [get]}
- apiVersion: rbac.authorization.k8s.io/v1
  kind: ClusterRole
  metadata: {name: all}
  rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]
- apiVersion: rbac.authorization.k8s.io/v1
  kind: ClusterRoleBinding
  metadata: {name: prometheus}
  roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: monitoring}
  subjects: [{kind: ServiceAccount, namespace: mon, name: prometheus}, {kind: User, name: hunter2@example.com}]
- apiVersion: rbac.authorization.k8s.io/v1
  kind: ClusterRoleBinding
  metadata: {name: admins}
  roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: all}
  subjects: [{kind: User, name: hunter2@example.com}]
- apiVersion: rbac.authorization.k8s.io/v1
  kind: ClusterRoleBinding
  metadata: {name: everybody}
  roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: gone}
  subjects: [{kind: Group, name: "system:serviceaccounts"}, {kind: User, name: hunter2}]
- apiVersion: rbac.authorization.k8s.io/v1
  kind: RoleBinding
  metadata: {namespace: shop, name: anonymous}
  roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: read}
  subjects: [{kind: User, name: "system:anonymous"}]
- apiVersion: rbac.authorization.k8s.io/v1
  kind: RoleBinding
  metadata: {namespace: shop, name: one-namespace}
  roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: monitoring}
  subjects: [{kind: ServiceAccount, namespace: shop, name: prometheus}]
- apiVersion: rbac.authorization.k8s.io/v1
  kind: RoleBinding
  metadata: {namespace: shop, name: own-group}
  roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: read}
  subjects: [{kind: Group, name: "system:serviceaccounts:shop"}]
- apiVersion: rbac.authorization.k8s.io/v1
  kind: Role
  metadata: {namespace: shop, name: read}
  rules: [{apiGroups: [""], resources: [configmaps], resourceNames: [ca], verbs: [get]}]
`

// TestGrants: of all bindings only those are kept that checks ask about, and nobody's
// name.
func TestGrants(t *testing.T) {
	s := Snapshot(t.Context(), dump(t, bindings, true), []facts.Kind{"grants"}, Options{Now: moment})
	var names []string
	for _, g := range s.Grants {
		names = append(names, g.Kind+" "+g.Name)
	}
	if want := []string{"ClusterRoleBinding everybody", "ClusterRoleBinding prometheus", "RoleBinding anonymous"}; !slices.Equal(names, want) {
		t.Fatalf("%v, want %v", names, want)
	}
	if s.Grants[0].RoleFound || len(s.Grants[0].Rules) != 0 {
		t.Errorf("a role that is not there: %+v", s.Grants[0])
	}
	if g := s.Grants[1]; !g.RoleFound || len(g.Rules) != 2 || !slices.Equal(g.Rules[0].Groups, []string{""}) || g.Subjects[0].Name != "prometheus" {
		t.Errorf("%+v", g)
	}
	if g := s.Grants[2]; !g.RoleFound || !slices.Equal(g.Rules[0].Names, []string{"ca"}) || g.Subjects[0].Name != anonymous {
		t.Errorf("%+v", g)
	}
	assertAbsent(t, s, "hunter2")
	if blind := s.Blind([]facts.Kind{"grants"}); len(blind) != 0 {
		t.Errorf("%+v", blind)
	}
}

// TestGrantsWithoutRoles: manifests without RBAC leave it unknown.
func TestGrantsWithoutRoles(t *testing.T) {
	s := Snapshot(t.Context(), dump(t, "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n", false), []facts.Kind{"grants"}, Options{Now: moment})
	if blind := s.Blind([]facts.Kind{"grants"}); len(blind) == 0 || blind[0].Reason != facts.ReasonNotContained {
		t.Errorf("%+v", blind)
	}
}
