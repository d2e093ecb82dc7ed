package probe

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// appNamespaces are the namespaces in which services land, by the same rule as that of
// the checks (policies/internal/namespaces.rego): not those of Kubernetes and
// distributions, not those of the platform, and none that is being deleted. "default" counts
// when something runs there. Those of probes do not count.
func appNamespaces(in *facts.Input) []string {
	total, known := map[string]int{}, map[string]int{}
	for i := range in.Workloads {
		total[in.Workloads[i].Namespace]++
	}
	seen := map[facts.ObjectRef]bool{}
	for _, impl := range in.Inventory {
		for _, ref := range impl.Workloads {
			if !seen[ref] {
				seen[ref] = true
				known[ref.Namespace]++
			}
		}
	}
	hooks := map[string]bool{}
	for _, config := range in.Webhooks {
		for _, h := range config.Webhooks {
			hooks[h.ServiceNamespace] = true
		}
	}
	var names []string
	for _, ns := range in.Namespaces {
		platform := known[ns.Name] > 0 && known[ns.Name]*2 >= total[ns.Name] || hooks[ns.Name]
		ours := ns.Labels[LabelRun] != ""
		if ns.Phase == "Terminating" || systemNamespace(ns.Name) || platform || ours || ns.Name == "default" && total[ns.Name] == 0 {
			continue
		}
		names = append(names, ns.Name)
	}
	return names
}

func systemNamespace(name string) bool {
	return name == "openshift" || slices.ContainsFunc(
		[]string{"kube-", "openshift-", "gke-", "gmp-", "aks-", "calico-", "tigera-", "cattle-"},
		func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}
