package probe

import (
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// appNamespaces are the namespaces in which services land, by the same rule as that of
// the checks (policies/internal/namespaces.rego): not those of Kubernetes and
// distributions, not those of the platform, and none that is being deleted. "default" counts
// when something runs there. Those of probes do not count.
func appNamespaces(in *facts.Input) []string {
	total, known := in.WorkloadsIn(), map[string]int{}
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
		if ns.Phase == "Terminating" || kube.SystemNamespace(ns.Name) || platform || ours || ns.Name == "default" && total[ns.Name] == 0 {
			continue
		}
		names = append(names, ns.Name)
	}
	return names
}
