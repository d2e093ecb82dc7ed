package engine

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/probe"
	"github.com/kready/kready/internal/rbac"
	"github.com/kready/kready/internal/service"
	"github.com/kready/kready/internal/target"
)

// SecretNameRights is the role for --allow-secret-names.
func SecretNameRights() rbac.Consented {
	return rbac.Consented{
		Suffix: "-secret-names",
		Comments: []string{
			"For `kready land --allow-secret-names`: whether the Secrets that a service names are there. kready asks for their",
			"metadata alone, and RBAC knows no such right: whoever has this one can read Secrets. resourceNames narrow it.",
		},
		Rules: []rbac.Rule{{Groups: []string{""}, Resources: []string{"secrets"}, Verbs: []string{"get"}, For: "secrets/secrets-there"}},
	}
}

// DryRunRights is the role for --server-dry-run of services: in the namespaces of their objects.
func DryRunRights(services []*service.Manifests) (rbac.Consented, error) {
	out := rbac.Consented{
		Suffix: "-server-dry-run",
		Comments: []string{
			"For `kready land --server-dry-run` of these manifests. RBAC knows no dry run: whoever has these rights can apply",
			"the objects as well. Roles among the manifests take the verbs escalate or bind besides, or the rights that they give.",
		},
	}
	for _, m := range services {
		named, err := m.Facts()
		if err != nil {
			return out, Usagef("%w", err)
		}
		for _, o := range named.Objects {
			out.Rules = allowed(out.Rules, o.Namespace, o.Group, resourceNameOf(named, o), "patch")
		}
		for _, p := range named.Pods {
			out.Rules = allowed(out.Rules, p.Namespace, "", "pods", "create")
		}
	}
	slices.SortStableFunc(out.Rules, func(a, b rbac.Rule) int {
		return strings.Compare(a.Namespace+"/"+a.Groups[0], b.Namespace+"/"+b.Groups[0])
	})
	return out, nil
}

// ServiceProbeRights is the role for `kready land --probe` of services: in the namespaces of their pods.
func ServiceProbeRights(services []*service.Manifests) (rbac.Consented, error) {
	out := rbac.Consented{
		Suffix: "-service-probe",
		Comments: []string{
			"For `kready land --probe` of these manifests, and for `kready cleanup --namespace`: to create Jobs in the namespaces of",
			"their pods, and what their routes lead to, and to remove them. A Job can run as any ServiceAccount of its namespace.",
		},
	}
	var pods, routes []string
	for _, m := range services {
		named, err := m.Facts()
		if err != nil {
			return out, Usagef("%w", err)
		}
		for _, p := range named.Pods {
			pods = append(pods, p.Namespace)
		}
		routes = append(routes, probe.RouteNamespaces(&named)...)
	}
	for _, part := range []struct {
		namespaces []string
		rights     []kube.Right
		purpose    string
	}{
		{pods, probe.LandingRights(), "cluster/pods-set-up, network/requires-reached"},
		{pods, probe.LandingOptionalRights(), "what is unknown without it: why a pod waits, whether a claim is free, what would count the pod"},
		{routes, probe.RouteRights(), "ingress/routes-answer"},
	} {
		slices.Sort(part.namespaces)
		for _, namespace := range slices.Compact(part.namespaces) {
			for _, right := range part.rights {
				out.Rules = addRight(out.Rules, right, namespace, part.purpose)
			}
		}
	}
	if len(routes) > 0 {
		for _, right := range probe.RouteReads() {
			out.Rules = addRight(out.Rules, right, "", "ingress/routes-answer, to find where Gateways and controllers answer")
		}
	}
	return out, nil
}

// resourceNameOf is the plural name of an object's kind: that of the service's own CRD, or the usual one.
func resourceNameOf(s facts.Landing, o facts.LandingObject) string {
	for _, crd := range s.CRDs {
		if crd.Group == o.Group && crd.DefinedFor == o.Kind {
			plural, _, _ := strings.Cut(crd.Name, ".")
			return plural
		}
	}
	return target.Plural(o.Group, o.Version, o.Kind)
}

// allowed adds the right to try objects of a resource in a namespace, each once. What does not exist yet is created.
func allowed(rules []rbac.Rule, namespace, group, resource, verb string) []rbac.Rule {
	verbs := []string{"create"}
	if verb == "patch" {
		verbs = []string{"create", "patch"}
	}
	for i := range rules {
		if r := &rules[i]; r.Namespace == namespace && r.Groups[0] == group {
			at := slices.Index(r.Resources, resource)
			if at >= 0 && (verb == "create" || slices.Contains(r.Verbs, "patch")) {
				return rules
			}
			if slices.Equal(r.Verbs, verbs) {
				r.Resources = append(r.Resources, resource)
				return rules
			}
		}
	}
	return append(rules, rbac.Rule{Namespace: namespace, Groups: []string{group}, Resources: []string{resource}, Verbs: verbs, For: "cluster/objects-accepted, pods-accepted and what rests on them"})
}
