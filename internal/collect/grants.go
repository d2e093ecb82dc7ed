package collect

import (
	"context"
	"slices"

	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

const rbacGroup = "rbac.authorization.k8s.io"

func grantReads() []Read {
	return []Read{
		list(rbacGroup, "clusterroles"), list(rbacGroup, "clusterrolebindings"), list(rbacGroup, "rolebindings"),
		{Group: rbacGroup, Resource: "roles", Verbs: []string{"get"}, When: "a RoleBinding gives a Role to everybody"},
	}
}

func grantsCollector() Collector {
	return Collector{
		Facts:   facts.KindGrants,
		Reads:   grantReads(),
		Collect: collectGrants,
	}
}

// collectGrants reads all bindings and keeps those that facts.Grant describes.
func collectGrants(ctx context.Context, r *Run) Fill {
	var roles map[string][]rbacv1.PolicyRule
	grants, inNamespaces := both(r,
		func(r *Run) (all []facts.Grant) {
			var bindings []clusterRoleBinding
			roles, bindings = r.clusterRBAC()
			for _, b := range bindings {
				all = append(all, distilGrant("ClusterRoleBinding", "", b.name, b.role, b.subjects, roles))
			}
			return slices.DeleteFunc(all, func(g facts.Grant) bool { return !toEverybody(g) && !reachesNodes(g) })
		},
		func(r *Run) []facts.Grant {
			q := rbacQuery("rolebindings")
			q.Reused, q.Distilled = true, true
			return eachSome(ctx, r, q, func(b *rbacv1.RoleBinding) (facts.Grant, bool) {
				if !slices.ContainsFunc(b.Subjects, func(s rbacv1.Subject) bool { return everybody(s.Kind, s.Name) }) {
					return facts.Grant{}, false
				}
				return distilGrant("RoleBinding", b.Namespace, b.Name, b.RoleRef, b.Subjects, nil), true
			})
		})
	grants = append(grants, forEach(r, inNamespaces, func(r *Run, g facts.Grant) []facts.Grant {
		if rules, ok := roles[g.RoleName]; g.RoleKind == "ClusterRole" {
			g.RoleFound, g.Rules = ok, distilRules(rules)
		} else {
			r.namespacedRole(ctx, &g)
		}
		return []facts.Grant{g}
	})...)
	sortBy(grants,
		func(g facts.Grant) string { return g.Kind },
		func(g facts.Grant) string { return g.Namespace },
		func(g facts.Grant) string { return g.Name })
	return func(s *facts.Snapshot) { s.Grants = grants }
}

// clusterRBAC returns the rules of the ClusterRoles, by name, and the ClusterRoleBindings.
func (r *Run) clusterRBAC() (rules map[string][]rbacv1.PolicyRule, bindings []clusterRoleBinding) {
	roles, bindings := both(r,
		func(r *Run) []clusterRole { return listed(r, r.clusterRoles()) },
		func(r *Run) []clusterRoleBinding { return listed(r, r.clusterRoleBindings()) })
	rules = map[string][]rbacv1.PolicyRule{}
	for _, role := range roles {
		rules[role.name] = role.rules
	}
	return rules, bindings
}

// clusterRole and clusterRoleBinding are what is kept of these until all collectors are done.
type (
	clusterRole struct {
		name  string
		rules []rbacv1.PolicyRule
	}
	clusterRoleBinding struct {
		name     string
		role     rbacv1.RoleRef
		subjects []rbacv1.Subject
	}
)

func distilClusterRole(o *rbacv1.ClusterRole) clusterRole { return clusterRole{o.Name, o.Rules} }

func distilClusterRoleBinding(o *rbacv1.ClusterRoleBinding) clusterRoleBinding {
	return clusterRoleBinding{o.Name, o.RoleRef, o.Subjects}
}

func rbacQuery(resource string) target.Query {
	return target.Query{Group: rbacGroup, Version: "v1", Resource: resource}
}

// namespacedRole reads the Role that a RoleBinding gives.
func (r *Run) namespacedRole(ctx context.Context, g *facts.Grant) {
	q := rbacQuery("roles")
	q.Namespace, q.Name = g.Namespace, g.RoleName
	if role, ok := r.get(ctx, q).(*rbacv1.Role); ok {
		g.RoleFound, g.Rules = true, distilRules(role.Rules)
	}
}

func distilGrant(kind, namespace, name string, ref rbacv1.RoleRef, subjects []rbacv1.Subject, roles map[string][]rbacv1.PolicyRule) facts.Grant {
	out := facts.Grant{Kind: kind, Namespace: namespace, Name: name, RoleKind: ref.Kind, RoleName: ref.Name}
	if ref.Kind == "ClusterRole" {
		rules, ok := roles[ref.Name]
		out.RoleFound, out.Rules = ok, distilRules(rules)
	}
	for _, s := range subjects {
		one := facts.Subject{Kind: s.Kind, Namespace: s.Namespace, Name: s.Name}
		if s.Kind == rbacv1.UserKind && s.Name != anonymous {
			one.Name = "" // a person's, more often than not
		}
		out.Subjects = append(out.Subjects, one)
	}
	return out
}

func distilRules(rules []rbacv1.PolicyRule) []facts.RoleRule {
	var out []facts.RoleRule
	for _, rule := range rules {
		out = append(out, facts.RoleRule{
			Groups: groups(rule), Resources: sorted(rule.Resources), Names: sorted(rule.ResourceNames),
			Verbs: sorted(rule.Verbs), NonResourceURLs: sorted(rule.NonResourceURLs),
		})
	}
	return out
}

// groups keeps the core group, whose name is empty.
func groups(rule rbacv1.PolicyRule) []string {
	out := slices.Clone(rule.APIGroups)
	slices.Sort(out)
	return slices.Compact(out)
}

const anonymous = "system:anonymous"

// isEverybody reports whether every user is in a group, or can join it without approval.
func isEverybody(group string) bool {
	return slices.Contains([]string{"system:unauthenticated", "system:authenticated", "system:serviceaccounts"}, group)
}

// toEverybody reports whether a binding gives its role to all users.
func toEverybody(g facts.Grant) bool {
	return slices.ContainsFunc(g.Subjects, func(s facts.Subject) bool { return everybody(s.Kind, s.Name) })
}

// everybody reports whether a subject is all users.
func everybody(kind, name string) bool {
	return kind == rbacv1.GroupKind && isEverybody(name) || kind == rbacv1.UserKind && name == anonymous
}

// reachesNodes reports whether a binding gives access to the kubelets' API. Roles with all
// rights do not count.
func reachesNodes(g facts.Grant) bool {
	return g.Kind == "ClusterRoleBinding" && slices.ContainsFunc(g.Rules, func(rule facts.RoleRule) bool {
		return slices.ContainsFunc(rule.Groups, func(group string) bool { return group == "" || group == "*" }) &&
			slices.ContainsFunc(rule.Resources, func(resource string) bool { return resource == "nodes/proxy" || resource == "nodes/*" })
	})
}
