package collect

import (
	"slices"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/kready/kready/internal/facts"
)

func TestRightsOf(t *testing.T) {
	rule := func(group, resource string, verbs ...string) rbacv1.PolicyRule {
		return rbacv1.PolicyRule{APIGroups: []string{group}, Resources: []string{resource}, Verbs: verbs}
	}
	named := rule("networking.k8s.io", "ingresses", "watch")
	named.ResourceNames = []string{"one"}
	for name, c := range map[string]struct {
		rules []rbacv1.PolicyRule
		want  []string
	}{
		"watches Ingresses":       {[]rbacv1.PolicyRule{rule("networking.k8s.io", "ingresses", "get", "list", "watch")}, []string{facts.MayWatchIngresses}},
		"reads one Ingress":       {[]rbacv1.PolicyRule{named}, nil},
		"gets Ingresses by name":  {[]rbacv1.PolicyRule{rule("networking.k8s.io", "ingresses", "get")}, nil},
		"a whole group":           {[]rbacv1.PolicyRule{rule("networking.k8s.io", "*", "*")}, []string{facts.MayWatchIngresses, facts.MayWatchNetworkPolicies}},
		"all of everything":       {[]rbacv1.PolicyRule{rule("*", "*", "*")}, []string{facts.MayReadEverything, facts.MayWriteEverything}},
		"a reader of everything":  {[]rbacv1.PolicyRule{rule("*", "*", "list")}, []string{facts.MayReadEverything}},
		"status of Services":      {[]rbacv1.PolicyRule{rule("", "services/status", "patch")}, []string{facts.MayWriteServiceStatus}},
		"changes nodes only":      {[]rbacv1.PolicyRule{rule("", "nodes", "patch")}, nil},
		"evicts too":              {[]rbacv1.PolicyRule{rule("", "nodes", "patch"), rule("", "pods/eviction", "create")}, []string{facts.MayScaleNodes}},
		"Secrets":                 {[]rbacv1.PolicyRule{rule("", "secrets", "list")}, nil},
		"custom kinds of secrets": {[]rbacv1.PolicyRule{rule("vault.example.com", "vaultsecrets", "watch")}, []string{facts.MayWatchSecretKinds}},
		"custom certificates":     {[]rbacv1.PolicyRule{rule("pki.example.com", "certificates", "watch")}, []string{facts.MayIssueCertificates}},
		"records Events":          {[]rbacv1.PolicyRule{rule("", "events", "create", "patch")}, nil},
		"scrapes":                 {[]rbacv1.PolicyRule{{NonResourceURLs: []string{"/metrics"}, Verbs: []string{"get"}}}, []string{facts.MayReadMetrics}},
	} {
		t.Run(name, func(t *testing.T) {
			slices.Sort(c.want)
			if got := rightsOf(c.rules); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
