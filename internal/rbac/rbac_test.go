package rbac

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	authorizationv1 "k8s.io/api/authorization/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/collect"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/yaml"
)

func demandsOf(checks []check.Check, declared ...collect.OperatorKind) []Demand {
	var kinds []facts.Kind
	for _, c := range checks {
		kinds = append(kinds, c.Needs...)
	}
	if len(declared) > 0 {
		kinds = append(kinds, "declared")
	}
	return Demands(checks, kinds, collect.Options{Operators: declared})
}

func TestDemands(t *testing.T) {
	checks := []check.Check{
		{ID: "a/nodes", Needs: []facts.Kind{"nodes"}},
		{ID: "a/pods", Needs: []facts.Kind{"pods"}},
		{ID: "b/gateways", Needs: []facts.Kind{"gateways"}},
	}
	all := demandsOf(checks, collect.OperatorKind{Group: "g.example", Resource: "things"})
	for right, want := range map[string]string{
		"list nodes":                "a/nodes",
		"list deployments.apps":     "a/pods", // pods rest on workloads
		"list services":             "",
		"get /apis":                 "b/gateways",
		"list things.g.example":     "",
		"list crds":                 "absent",
		"list pods in kube-system":  "a/pods",
		"get services":              "", // pods come after backends, and do not rest on them
		"list apiservices":          "absent",
		"list nodes in kube-system": "absent",
	} {
		i := slices.IndexFunc(all, func(d Demand) bool { return d.String() == right })
		got := "absent"
		if i >= 0 {
			got = strings.Join(all[i].Checks(), " ")
		}
		if right == "list services" { // only that of kube-system is labelled
			got = strings.TrimPrefix(got, "absent")
		}
		if got != want {
			t.Errorf("%s: %q, want %q", right, got, want)
		}
	}
}

func TestRulesAreFewAndCoverAll(t *testing.T) {
	checks := []check.Check{{ID: "a/pods", Needs: []facts.Kind{"pods"}}, {ID: "a/leases", Needs: []facts.Kind{"leases"}}, {ID: "b/services", Needs: []facts.Kind{"services"}}}
	demands := demandsOf(checks)
	rules := Rules(demands)
	if len(rules) >= len(demands) {
		t.Errorf("%d rules for %d demands", len(rules), len(demands))
	}
	for _, d := range demands {
		covered := slices.ContainsFunc(rules, func(r Rule) bool {
			place := r.Namespace == "" || r.Namespace == d.Namespace
			what := slices.Contains(r.Resources, d.Resource) && slices.Contains(r.Groups, d.Group) || d.URL != "" && slices.Contains(r.URLs, d.URL)
			return place && what && slices.Contains(r.Verbs, d.Verb) && slices.Equal(r.Names, d.Names)
		})
		if !covered {
			t.Errorf("no rule gives %s", d)
		}
	}
	for _, r := range rules {
		if r.Namespace == "kube-system" && slices.Contains(r.Resources, "pods") {
			t.Error("the pods of kube-system have a rule of their own beside that for all pods")
		}
	}
}

func TestManifest(t *testing.T) {
	checks := []check.Check{{ID: "a/nodes", Needs: []facts.Kind{"nodes"}}, {ID: "a/leases", Needs: []facts.Kind{"leases"}}, {ID: "a/dns", Needs: []facts.Kind{"dnsConfig"}}}
	m := Manifest{
		Comments: []string{"about"}, Role: "1e3", Namespace: "123", ServiceAccount: "null", WithNamespace: true,
		Rules: Rules(demandsOf(checks)), Checks: checks,
		Probes: []Rule{{Groups: []string{""}, Resources: []string{"namespaces"}, Verbs: []string{"create"}, For: "every probe"}},
	}
	var first, second bytes.Buffer
	if err := m.Write(&first); err != nil {
		t.Fatal(err)
	}
	_ = m.Write(&second)
	if first.String() != second.String() {
		t.Error("two writings differ")
	}
	var kinds []string
	for _, document := range strings.Split(first.String(), "---\n") {
		var object struct {
			Kind     string
			Metadata struct{ Name, Namespace string }
			Rules    []rbacv1.PolicyRule
			RoleRef  rbacv1.RoleRef
			Subjects []rbacv1.Subject
		}
		if err := yaml.Unmarshal([]byte(document), &object); err != nil {
			t.Fatalf("%v:\n%s", err, document)
		}
		if object.Kind == "" {
			continue // the comment above the probes' role
		}
		kinds = append(kinds, object.Kind+" "+object.Metadata.Namespace+"/"+object.Metadata.Name)
		for _, s := range object.Subjects {
			if s != (rbacv1.Subject{Kind: "ServiceAccount", Name: "null", Namespace: "123"}) {
				t.Errorf("bound to %+v", s)
			}
		}
	}
	want := []string{
		"Namespace /123", "ServiceAccount 123/null", "ClusterRole /1e3", "ClusterRoleBinding /1e3",
		"Role kube-node-lease/1e3", "RoleBinding kube-node-lease/1e3", "Role kube-system/1e3", "RoleBinding kube-system/1e3",
		"ClusterRole /1e3-probe", "ClusterRoleBinding /1e3-probe",
	}
	if !slices.Equal(kinds, want) {
		t.Errorf("objects %q", kinds)
	}
	if !strings.Contains(first.String(), "  # for a/nodes\n") || strings.Contains(first.String(), "used when\n") {
		t.Errorf("comments:\n%s", first.String())
	}
}

func TestMissingOf(t *testing.T) {
	g := Granted{
		ResourceRules: []authorizationv1.ResourceRule{
			{Verbs: []string{"list"}, APIGroups: []string{""}, Resources: []string{"nodes"}},
			{Verbs: []string{"*"}, APIGroups: []string{"apps"}, Resources: []string{"*"}},
			{Verbs: []string{"get"}, APIGroups: []string{""}, Resources: []string{"configmaps"}, ResourceNames: []string{"a", "b"}},
			{Verbs: []string{"list"}, APIGroups: []string{""}, Resources: []string{"pods"}, ResourceNames: []string{"one"}},
		},
		NonResourceRules: []authorizationv1.NonResourceRule{{Verbs: []string{"get"}, NonResourceURLs: []string{"/version", "/api/*"}}},
	}
	for _, c := range []struct {
		right kube.Right
		want  string
	}{
		{kube.Right{Resource: "nodes", Verb: "list"}, ""},
		{kube.Right{Resource: "nodes", Verb: "get"}, "get nodes"},
		{kube.Right{Group: "apps", Resource: "daemonsets", Verb: "list"}, ""},
		{kube.Right{Group: "batch", Resource: "cronjobs", Verb: "list"}, "list cronjobs.batch"},
		{kube.Right{Resource: "configmaps", Verb: "get", Names: []string{"a", "b"}}, ""},
		{kube.Right{Resource: "configmaps", Verb: "get", Names: []string{"a", "c"}}, "get configmaps (c)"},
		{kube.Right{Resource: "pods", Verb: "list"}, "list pods"}, // names do not reach a list
		{kube.Right{URL: "/version", Verb: "get"}, ""},
		{kube.Right{URL: "/api/v1", Verb: "get"}, ""},
		{kube.Right{URL: "/apis", Verb: "get"}, "get /apis"},
	} {
		got := ""
		if missing, isMissing := g.MissingOf(c.right); isMissing {
			got = missing.String()
		}
		if got != c.want {
			t.Errorf("%s: lacks %q, want %q", c.right, got, c.want)
		}
	}
}

func TestForecasts(t *testing.T) {
	checks := []check.Check{
		{ID: "a/one"},
		{ID: "a/two", Requires: []string{"a/one"}},
		{ID: "a/three", Requires: []string{"a/two"}},
		{ID: "b/perhaps"},
		{ID: "b/partly"},
		{ID: "b/fine"},
	}
	use := func(when string, ids ...string) []Use { return []Use{{Checks: ids, When: when}} }
	unmet := []Answer{
		{Demand: Demand{Right: kube.Right{Resource: "nodes", Verb: "list"}, Uses: use("", "a/one")}},
		{Demand: Demand{Right: kube.Right{Resource: "roles", Verb: "get"}, Uses: use("it rains", "b/perhaps")}},
		{Demand: Demand{Right: kube.Right{Resource: "configmaps", Verb: "get"}, Uses: use("", "b/partly")}, Partly: true},
	}
	want := []string{"a/one unknown ", "a/two unknown a/one", "a/three unknown a/one", "b/perhaps perhaps ", "b/partly perhaps ", "b/fine judged "}
	for i, f := range Forecasts(checks, unmet) {
		if got := f.Check.ID + " " + string(f.Outlook) + " " + f.InheritedFrom; got != want[i] {
			t.Errorf("%q, want %q", got, want[i])
		}
	}
}

// TestDeclaredResources: each resource of kready.yaml is for the policies that read it.
func TestDeclaredResources(t *testing.T) {
	checks := []check.Check{
		{ID: "own/topics", Needs: []facts.Kind{"custom.topics"}},
		{ID: "own/all", Needs: []facts.Kind{"custom"}},
	}
	opts := collect.Options{Custom: []facts.CustomSource{
		{Name: "topics", Group: "kafka.example", Resource: "topics"}, {Name: "users", Group: "kafka.example", Resource: "users", Namespace: "kafka"},
	}}
	got := map[string]string{}
	for _, d := range Demands(checks, []facts.Kind{"custom.topics", "custom"}, opts) {
		got[d.String()] = strings.Join(d.Checks(), " ")
	}
	if got["list topics.kafka.example"] != "own/all own/topics" || got["list users.kafka.example in kafka"] != "own/all" {
		t.Errorf("%v", got)
	}
}

// TestOnly: rules for some resources only, in one rule with others or not.
func TestOnly(t *testing.T) {
	rules := []Rule{
		{URLs: []string{"/version"}},
		{Groups: []string{""}, Resources: []string{"nodes", "pods"}},
		{Groups: []string{"apps"}, Resources: []string{"deployments"}},
	}
	only, err := Only(rules, []string{"nodes", "deployments.apps"})
	if err != nil || len(only) != 2 || !slices.Equal(only[0].Resources, []string{"nodes"}) || !slices.Equal(only[1].Resources, []string{"deployments"}) {
		t.Errorf("%v %v", only, err)
	}
	if _, err := Only(rules, []string{"widgets"}); err == nil {
		t.Error("a resource that no rule is for is taken")
	}
	if !slices.Equal(rules[1].Resources, []string{"nodes", "pods"}) {
		t.Error("the rules themselves were changed")
	}
}

// TestNodesForRecognition: a check that needs nodes for the products only can be judged without them.
func TestNodesForRecognition(t *testing.T) {
	all := demandsOf([]check.Check{
		{ID: "a/nodes", Needs: []facts.Kind{"nodes"}, Reads: facts.Fields{facts.KindNodes, facts.PartInventory}},
		{ID: "b/product", Needs: []facts.Kind{"nodes"}, Reads: facts.Fields{facts.PartInventory}},
	})
	i := slices.IndexFunc(all, func(d Demand) bool { return d.String() == "list nodes" })
	if some := all[i].Uses[0].Some; !slices.Equal(some, []string{"b/product"}) {
		t.Errorf("perhaps judged without nodes: %v", some)
	}
}
