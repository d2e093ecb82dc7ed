package collect

import (
	"context"
	"slices"
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"

	"github.com/kready/kready/internal/facts"
)

func accountRightsReads() []Read {
	return []Read{list(rbacGroup, "clusterroles"), list(rbacGroup, "clusterrolebindings")}
}

func accountRightsCollector() Collector {
	return Collector{
		Facts:   facts.KindAccountRights,
		Reads:   accountRightsReads(),
		Collect: collectAccountRights,
	}
}

// collectAccountRights reads the roles and bindings of the whole cluster, and keeps of each
// ServiceAccount the few rights that facts.AccountRights names.
func collectAccountRights(_ context.Context, r *Run) Fill {
	rules, bindings := r.clusterRBAC()
	type account struct{ namespace, name string }
	held := map[account][]rbacv1.PolicyRule{}
	for _, binding := range bindings {
		for _, subject := range binding.subjects {
			if namespace, name, ok := serviceAccountOf(subject); ok {
				key := account{namespace, name}
				held[key] = append(held[key], rules[binding.role.Name]...)
			}
		}
	}
	var out []facts.AccountRights
	for key, all := range held {
		if may := rightsOf(all); len(may) > 0 {
			out = append(out, facts.AccountRights{Namespace: key.namespace, Name: key.name, May: may})
		}
	}
	sortBy(out,
		func(a facts.AccountRights) string { return a.Namespace },
		func(a facts.AccountRights) string { return a.Name })
	return func(s *facts.Snapshot) { s.AccountRights = out }
}

// serviceAccountOf returns the ServiceAccount that a subject is; an empty name for all of a namespace.
func serviceAccountOf(s rbacv1.Subject) (namespace, name string, ok bool) {
	if s.Kind == rbacv1.ServiceAccountKind {
		return s.Namespace, s.Name, s.Namespace != ""
	}
	namespace, ok = strings.CutPrefix(s.Name, "system:serviceaccounts:")
	return namespace, "", ok && s.Kind == rbacv1.GroupKind
}

// right is one of the rights of facts.AccountRights: any of the verbs on any of the resources.
type right struct {
	name      string
	groups    []string
	resources []string
	verbs     []string
}

var (
	watching = []string{"list", "watch"}
	writing  = []string{"create", "patch", "update"}
)

// accountRightsTable lists the rights by API group and resource.
func accountRightsTable() []right {
	return []right{
		{facts.MayWatchIngresses, []string{"networking.k8s.io", "extensions"}, []string{"ingresses"}, watching},
		{facts.MayWatchGateways, []string{"gateway.networking.k8s.io"}, []string{"gateways", "httproutes"}, watching},
		{facts.MayWatchNetworkPolicies, []string{"networking.k8s.io", "extensions"}, []string{"networkpolicies"}, watching},
		{facts.MayWatchEndpoints, []string{"discovery.k8s.io"}, []string{"endpointslices"}, watching},
		{facts.MayWatchEndpoints, []string{""}, []string{"endpoints"}, watching},
		{facts.MayWriteServiceStatus, []string{""}, []string{"services/status"}, writing},
		{facts.MayReadMetrics, []string{""}, []string{"nodes/metrics"}, []string{"get"}},
		{facts.MayWatchEvents, []string{"", "events.k8s.io"}, []string{"events"}, []string{"watch"}},
		{facts.MayIssueCertificates, []string{"certificates.k8s.io"}, []string{"certificatesigningrequests/status"}, writing},
		{facts.MayCreateVolumes, []string{""}, []string{"persistentvolumes"}, []string{"create"}},
		{facts.MayCreateVolumeSnapshots, []string{"snapshot.storage.k8s.io"}, []string{"volumesnapshotcontents"}, writing},
	}
}

// rightsOf returns the names of the rights that rules give, sorted. Rules for all resources of all
// groups give no other right than those named after that: they say nothing about their holder.
func rightsOf(rules []rbacv1.PolicyRule) []string {
	var may []string
	var changesNodes, evicts bool
	for _, rule := range rules {
		if len(rule.ResourceNames) > 0 {
			continue
		}
		if allKinds(rule) {
			if allows(rule.Verbs, watching...) {
				may = append(may, facts.MayReadEverything)
			}
			if allows(rule.Verbs, writing...) {
				may = append(may, facts.MayWriteEverything)
			}
			continue
		}
		for _, one := range accountRightsTable() {
			if allows(rule.APIGroups, one.groups...) && allows(rule.Resources, one.resources...) && allows(rule.Verbs, one.verbs...) {
				may = append(may, one.name)
			}
		}
		may = append(may, customRights(rule)...)
		if slices.Contains(rule.NonResourceURLs, "/metrics") && allows(rule.Verbs, "get") {
			may = append(may, facts.MayReadMetrics)
		}
		core := allows(rule.APIGroups, "")
		changesNodes = changesNodes || core && allows(rule.Resources, "nodes") && allows(rule.Verbs, "update", "patch", "delete")
		evicts = evicts || allows(rule.Resources, "pods/eviction") && allows(rule.Verbs, "create")
	}
	if changesNodes && evicts {
		may = append(may, facts.MayScaleNodes)
	}
	if watches(rules, "", "endpoints") && !watches(rules, "discovery.k8s.io", "endpointslices") {
		may = append(may, facts.MayWatchNoSlices)
	}
	return sorted(may)
}

// watches reports whether rules let a kind be listed or watched.
func watches(rules []rbacv1.PolicyRule, group, resource string) bool {
	return slices.ContainsFunc(rules, func(r rbacv1.PolicyRule) bool {
		return allows(r.APIGroups, group) && allows(r.Resources, resource) && allows(r.Verbs, watching...)
	})
}

// builtInGroups end in this, or have no dot.
const builtInSuffix = ".k8s.io"

// customRights are the rights on custom resources, which are told by their names.
func customRights(rule rbacv1.PolicyRule) []string {
	custom := slices.ContainsFunc(rule.APIGroups, func(g string) bool { return strings.Contains(g, ".") && !strings.HasSuffix(g, builtInSuffix) })
	if !custom || !allows(rule.Verbs, watching...) {
		return nil
	}
	var may []string
	for _, resource := range rule.Resources {
		switch {
		case resource != "secrets" && strings.Contains(resource, "secret"):
			may = append(may, facts.MayWatchSecretKinds)
		case strings.Contains(resource, "certificate") && !strings.Contains(resource, "/"):
			may = append(may, facts.MayIssueCertificates)
		}
	}
	return may
}

func allKinds(rule rbacv1.PolicyRule) bool {
	return slices.Contains(rule.APIGroups, rbacv1.APIGroupAll) && slices.Contains(rule.Resources, rbacv1.ResourceAll)
}

// allows reports whether a list of a rule holds one of the wanted values, or all.
func allows(list []string, wanted ...string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return s == "*" || slices.Contains(wanted, s) })
}
