package kind

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/kready/kready/e2e/driver"
)

// rule is one of a role.
type rule struct {
	APIGroups []string `json:"apiGroups"`
	Resources []string `json:"resources"`
	Verbs     []string `json:"verbs"`
}

// tenantRights are what the probe of policies does inside of a namespace.
func tenantRights() []rule {
	return []rule{
		{[]string{"apps"}, []string{"deployments"}, []string{"create", "get", "list", "delete"}},
		{[]string{"batch"}, []string{"jobs"}, []string{"create", "get", "list", "delete"}},
		{[]string{""}, []string{"pods"}, []string{"list"}},
		{[]string{""}, []string{"services"}, []string{"create", "get", "list", "delete"}},
		{[]string{"networking.k8s.io"}, []string{"networkpolicies"}, []string{"create", "list", "delete"}},
	}
}

// probeRights are that, and namespaces of one's own.
func probeRights() []rule {
	return append(tenantRights(), rule{[]string{""}, []string{"namespaces"}, []string{"create", "get", "list", "delete"}})
}

// role is a manifest of one.
func role(kind, namespace, name string, rules []rule) string {
	raw, _ := json.Marshal(map[string]any{ // strings only: it cannot fail
		"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind,
		"metadata": map[string]string{"name": name, "namespace": namespace}, "rules": rules,
	})
	return string(raw)
}

// testLackingVerbs: an identity that lacks one verb of what probes need learns which, and
// nothing is created that it could not remove.
func (p prover) testLackingVerbs(t *testing.T) {
	const name, check = "kready-e2e-prober", "network/policy-ingress-enforced"
	t.Cleanup(func() {
		if err := p.Forget(name); err != nil {
			t.Error(err)
		}
		if _, err := p.Kubectl("delete", "clusterrole", name, "--ignore-not-found"); err != nil {
			t.Error(err)
		}
	})
	// Nodes are read to choose where pods go.
	nodes := rule{[]string{""}, []string{"nodes"}, []string{"get", "list"}}
	give := func(rules []rule) {
		t.Helper()
		if err := p.Apply(role("ClusterRole", "", name, append([]rule{nodes}, rules...))); err != nil {
			t.Fatal(err)
		}
	}
	give(probeRights())
	kubeconfig, err := p.Identity(t.TempDir(), name, name)
	if err != nil {
		t.Fatal(err)
	}
	prober := kready(t, kubeconfig)
	// With all of them it comes to an answer: the role is right, and not a verb too small.
	want(t, p.as(t, prober, "probe", check), map[string]string{check: "gap"})
	p.nothingLeft(t)
	for i, r := range probeRights() {
		for _, verb := range r.Verbs {
			rules := probeRights()
			rules[i].Verbs = slices.DeleteFunc(slices.Clone(r.Verbs), func(v string) bool { return v == verb })
			if len(rules[i].Verbs) == 0 {
				rules = slices.Delete(rules, i, i+1)
			}
			give(rules)
			resource := strings.Trim(r.Resources[0]+"."+r.APIGroups[0], ".")
			t.Run(verb+"_"+resource, func(t *testing.T) {
				result := p.as(t, prober, "probe", check).ByID()[check]
				if result.Status != "unknown" || !strings.Contains(result.Reason, "may not "+verb+" "+resource) {
					t.Errorf("without %s on %s it is %s: %s", verb, resource, result.Status, result.Reason)
				}
				p.nothingLeft(t)
			})
		}
	}
}

// testPrintedRole: with the role that kready prints, probes come to the answers that they
// have for an administrator.
func (p prover) testPrintedRole(t *testing.T) {
	manifest := run(t, p.admin, driver.ExitOK, "rbac", "--probe", "--create-namespace").Stdout
	t.Cleanup(func() {
		if _, err := p.kubectl(manifest, "delete", "--ignore-not-found", "-f", "-"); err != nil {
			t.Error(err)
		}
	})
	if err := p.Apply(manifest); err != nil {
		t.Fatal(err)
	}
	token, err := p.Kubectl("create", "token", "kready", "--namespace=kready", "--duration=1h")
	if err != nil {
		t.Fatal(err)
	}
	kubeconfig, err := p.kubeconfigWith(t.TempDir(), "printed", strings.TrimSpace(token))
	if err != nil {
		t.Fatal(err)
	}
	report := p.as(t, kready(t, kubeconfig), "probe")
	p.nothingLeft(t)
	want(t, report, talking("pass"))
	want(t, report, map[string]string{"network/policy-ingress-enforced": "gap"})
	for _, r := range report.Results {
		if strings.Contains(r.Reason, "may not") || strings.Contains(r.Reason, "forbidden") {
			t.Errorf("%s: %s", r.ID, r.Reason)
		}
	}
}

// testGivenNamespace: a tenant who may not create namespaces probes in the one it has, and
// leaves it as it was.
func (p prover) testGivenNamespace(t *testing.T) {
	const name, space = "kready-e2e-tenant", "kready-e2e-tenant"
	t.Cleanup(func() {
		if err := p.Forget(name); err != nil {
			t.Error(err)
		}
		if _, err := p.Kubectl("delete", "--ignore-not-found", "namespace/"+space, "clusterrole/"+name); err != nil {
			t.Error(err)
		}
	})
	binding := fmt.Sprintf(`
{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: %[1]s, namespace: %[2]s},
 roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: %[1]s}, subjects: [{kind: ServiceAccount, name: %[1]s, namespace: default}]}`, name, space)
	for _, manifest := range []string{
		fmt.Sprintf("{apiVersion: v1, kind: Namespace, metadata: {name: %s}}", space),
		role("ClusterRole", "", name, []rule{{[]string{""}, []string{"nodes"}, []string{"get", "list"}}}),
		role("Role", space, name, tenantRights()), binding,
		// What is the tenant's own stays, whatever probes do around it.
		fmt.Sprintf("{apiVersion: v1, kind: Service, metadata: {name: own, namespace: %s}, spec: {ports: [{port: 80}]}}", space),
	} {
		if err := p.Apply(manifest); err != nil {
			t.Fatal(err)
		}
	}
	kubeconfig, err := p.Identity(t.TempDir(), name, name)
	if err != nil {
		t.Fatal(err)
	}
	before := p.contents(t, space)
	report := p.as(t, kready(t, kubeconfig), "probe", "network/pod-to-pod", "network/policy-ingress-enforced", "--namespace", space)
	want(t, report, map[string]string{"network/pod-to-pod": "pass", "network/policy-ingress-enforced": "gap"})
	if after := p.contents(t, space); !maps.Equal(before, after) {
		t.Errorf("the namespace is not as it was:\nbefore: %v\nafter:  %v", before, after)
	}
	p.nothingLeft(t)
}

// contents are the objects of a namespace that do not come and go by themselves.
func (p prover) contents(t *testing.T, namespace string) map[string]bool {
	t.Helper()
	names, err := p.Kubectl("-n", namespace, "get", "pods,deployments,replicasets,jobs,services,networkpolicies,ingresses,persistentvolumeclaims,serviceaccounts,configmaps,secrets,roles,rolebindings", "-o", "name")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	for _, name := range strings.Fields(names) {
		all[name] = true
	}
	return all
}
