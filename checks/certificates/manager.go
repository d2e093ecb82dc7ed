package certificates

import (
	"slices"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// managerDown says that cert-manager is here and does not work, which is another
// check's gap; "" when it works, is hidden, or is not here.
func managerDown(in *facts.Input) string {
	for _, impl := range in.Inventory {
		if impl.Name != "cert-manager" {
			continue
		}
		if slices.ContainsFunc(in.Workloads, func(w facts.Workload) bool {
			return w.Status && kube.IsDown(&w) && slices.Contains(impl.Workloads, kube.Ref(&w))
		}) {
			return "a workload of cert-manager has no ready pod"
		}
	}
	return ""
}
