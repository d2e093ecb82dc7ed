package certificates

import (
	"slices"

	"github.com/kready/kready/internal/facts"
)

// managerDown says that cert-manager is here and does not work, which is another
// check's gap; "" when it works, is hidden, or is not here.
func managerDown(in *facts.Input) string {
	for _, impl := range in.Inventory {
		if impl.Name != "cert-manager" {
			continue
		}
		if slices.ContainsFunc(in.Workloads, func(w facts.Workload) bool {
			return w.Status && w.Ready == 0 && slices.Contains(impl.Workloads, facts.ObjectRef{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name})
		}) {
			return "a workload of cert-manager has no ready pod"
		}
	}
	return ""
}
