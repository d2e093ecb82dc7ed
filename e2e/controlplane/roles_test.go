package controlplane

import (
	"slices"
	"strings"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/kready/kready/e2e/driver"
)

// role is a ClusterRole or Role of the manifest, with what its comments say.
type role struct {
	name, namespace string
	rules           []rbacv1.PolicyRule
	// checks are, for each rule, the ids that its comment names.
	checks [][]string
	// unused are the rules on resources of products: only where these are there do checks that
	// read them lack anything.
	unused []int
}

// rolesOf reads the roles of a manifest.
func rolesOf(t *testing.T, manifest string, checks []listedCheck) []role {
	t.Helper()
	var out []role
	for _, document := range strings.Split(manifest, "---\n") {
		var read rbacv1.ClusterRole
		if err := yaml.UnmarshalStrict([]byte(document), &read); err != nil || len(read.Rules) == 0 {
			continue // another kind of object
		}
		r := role{name: read.Name, namespace: read.Namespace, rules: read.Rules}
		for _, comment := range comments(document) {
			r.checks = append(r.checks, idsOf(comment, checks))
		}
		r.unused = unusedRules(document)
		if len(r.checks) != len(r.rules) {
			t.Fatalf("%s in %q has %d rules and %d comments", read.Name, read.Namespace, len(r.rules), len(r.checks))
		}
		out = append(out, r)
	}
	if len(out) < 2 {
		t.Fatalf("the manifest has %d roles, not that of the cluster and that of kube-system", len(out))
	}
	return out
}

// Conditions of rights that nothing in this cluster makes use of: those on products' resources,
// and those for servers of before Kubernetes 1.21.
const (
	ofProduct    = "the product that it is of is there"
	ofOldServers = "EndpointSlices are not served, as before Kubernetes 1.21"
)

// unusedRules returns which rules of a document have such a condition.
func unusedRules(document string) []int {
	var out []int
	at := -1
	for _, line := range strings.Split(document, "\n") {
		switch {
		case strings.HasPrefix(line, "  # for "):
			at++
		case line == "  # used when "+ofProduct, line == "  # used when "+ofOldServers:
			out = append(out, at)
		}
	}
	return out
}

// comments returns what each rule of a document is said to be for.
func comments(document string) []string {
	var out []string
	open := false
	for _, line := range strings.Split(document, "\n") {
		text, is := strings.CutPrefix(line, "  #")
		switch {
		case !is:
			open = false
		case strings.HasPrefix(text, " for "):
			out = append(out, strings.TrimPrefix(text, " for "))
			open = true
		case open && strings.HasPrefix(text, "   "):
			out[len(out)-1] += " " + strings.TrimSpace(text)
		default:
			open = false
		}
	}
	return out
}

// idsOf are the checks that a comment names: "dns/*; network/* but cni-present".
func idsOf(comment string, checks []listedCheck) []string {
	var ids []string
	for _, part := range strings.Split(comment, "; ") {
		battery, names, ok := strings.Cut(part, "/")
		if !ok {
			continue // for no check
		}
		rest, all := strings.CutPrefix(names, "*")
		list := strings.Split(strings.TrimPrefix(rest, " but "), ", ")
		for _, c := range checks {
			name, mine := strings.CutPrefix(c.ID, battery+"/")
			if mine && slices.Contains(list, name) != all {
				ids = append(ids, c.ID)
			}
		}
	}
	slices.Sort(ids)
	return ids
}

// update replaces the rules in the cluster.
func (r role) update(t *testing.T, p *Plane, rules []rbacv1.PolicyRule) {
	t.Helper()
	var err error
	if r.namespace == "" {
		api := p.Client.RbacV1().ClusterRoles()
		object, failed := api.Get(t.Context(), r.name, metav1.GetOptions{})
		if failed != nil {
			t.Fatal(failed)
		}
		object.Rules = rules
		_, err = api.Update(t.Context(), object, metav1.UpdateOptions{})
	} else {
		api := p.Client.RbacV1().Roles(r.namespace)
		object, failed := api.Get(t.Context(), r.name, metav1.GetOptions{})
		if failed != nil {
			t.Fatal(failed)
		}
		object.Rules = rules
		_, err = api.Update(t.Context(), object, metav1.UpdateOptions{})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// ruleOf is one rule of a role.
type ruleOf struct {
	role role
	at   int
}

func (r ruleOf) rule() rbacv1.PolicyRule { return r.role.rules[r.at] }

// checks are those that the rule's comment names. The rule for API servers before 1.27, and
// those for products that are not here, are for none.
func (r ruleOf) checks() []string {
	if slices.Contains(r.rule().NonResourceURLs, "/apis/*") || slices.Contains(r.role.unused, r.at) {
		return nil
	}
	return r.role.checks[r.at]
}

// shares reports whether a check is of both.
func (r ruleOf) shares(o ruleOf) bool {
	return slices.ContainsFunc(r.checks(), func(id string) bool { return slices.Contains(o.checks(), id) })
}

// explains reports whether a result names what the rule was for.
func (r ruleOf) explains(result driver.Result) bool {
	if !slices.Contains(r.checks(), result.ID) || !strings.Contains(result.Reason, "(forbidden)") {
		return false
	}
	if slices.Contains(r.rule().NonResourceURLs, "/apis") {
		return true // what is not known to be served is what was wanted
	}
	return slices.ContainsFunc(slices.Concat(r.rule().Resources, r.rule().NonResourceURLs), func(name string) bool {
		return strings.Contains(result.Reason, name)
	})
}

// without returns the role's rules but those of a batch.
func (r role) without(batch []ruleOf) []rbacv1.PolicyRule {
	var rules []rbacv1.PolicyRule
	for i, rule := range r.rules {
		gone := func(o ruleOf) bool { return o.role.namespace == r.namespace && o.at == i }
		if !slices.ContainsFunc(batch, gone) {
			rules = append(rules, rule)
		}
	}
	return rules
}
