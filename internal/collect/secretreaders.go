package collect

import (
	"context"
	"slices"
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/kready/kready/internal/facts"
)

func secretReadersCollector() Collector {
	return Collector{
		Facts:   facts.KindSecretReaders,
		Reads:   accountRightsReads(),
		Collect: collectSecretReaders,
	}
}

// collectSecretReaders keeps the ClusterRoleBindings that let many read the Secrets of all namespaces. Those that
// everybody has are grants.
func collectSecretReaders(_ context.Context, r *Run) Fill {
	roles, bindings := r.clusterRBAC()
	var readers []facts.Grant
	for _, b := range bindings {
		many := slices.DeleteFunc(slices.Clone(b.subjects), func(s rbacv1.Subject) bool { return !isMany(s) })
		rules := slices.DeleteFunc(slices.Clone(roles[b.role.Name]), func(rule rbacv1.PolicyRule) bool { return !readsSecrets(rule) })
		if len(many) == 0 || len(rules) == 0 {
			continue
		}
		g := distilGrant("ClusterRoleBinding", "", b.name, b.role, many, nil)
		g.RoleFound, g.Rules = true, secretRules(rules)
		for i := range g.Subjects {
			if s := &g.Subjects[i]; s.Kind == rbacv1.GroupKind && !strings.HasPrefix(s.Name, "system:") && s.Name != "kubeadm:cluster-admins" {
				s.Name = "" // says who works here
			}
		}
		readers = append(readers, g)
	}
	sortBy(readers, func(g facts.Grant) string { return g.Name })
	return func(s *facts.Snapshot) { s.SecretReaders = readers }
}

// isMany reports whether a subject is more than one user who was named: a group, or the account that pods have which
// ask for none.
func isMany(s rbacv1.Subject) bool {
	return s.Kind == rbacv1.GroupKind && !isEverybody(s.Name) || s.Kind == rbacv1.ServiceAccountKind && s.Name == "default"
}

// readsSecrets reports whether a rule lets its holder read any Secret.
func readsSecrets(rule rbacv1.PolicyRule) bool {
	return len(rule.ResourceNames) == 0 && allows(rule.APIGroups, "") && allows(rule.Resources, "secrets") && allows(rule.Verbs, "get", "list", "watch")
}

// secretRules are rules without the resources that do not matter.
func secretRules(rules []rbacv1.PolicyRule) []facts.RoleRule {
	var out []facts.RoleRule
	for _, rule := range rules {
		one := facts.RoleRule{Verbs: sorted(rule.Verbs)}
		for _, group := range groups(rule) {
			if group == "" || group == "*" {
				one.Groups = append(one.Groups, group)
			}
		}
		for _, resource := range sorted(rule.Resources) {
			if resource == "secrets" || resource == "*" {
				one.Resources = append(one.Resources, resource)
			}
		}
		out = append(out, one)
	}
	return out
}
