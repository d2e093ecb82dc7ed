package cause

import (
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// ofRights says that a CoreDNS, whose pods run and are not ready, may not watch EndpointSlices: its plugin kubernetes
// then waits for ever. Roles of before CoreDNS 1.8.1 do not have that right.
func (c *Causes) ofRights(w *facts.Workload) []check.Cause {
	if !c.isCoreDNS(w) || w.ServiceAccount == "" || len(c.in.Blind([]facts.Kind{facts.KindAccountRights})) > 0 {
		return nil
	}
	its := func(a facts.AccountRights) bool {
		return a.Namespace == w.Namespace && a.Name == w.ServiceAccount && slices.Contains(a.May, facts.MayWatchNoSlices)
	}
	group := func(a facts.AccountRights) bool { return a.Namespace == w.Namespace && a.Name == "" }
	if !slices.ContainsFunc(c.in.AccountRights, its) || slices.ContainsFunc(c.in.AccountRights, group) {
		return nil // or all accounts of the namespace have rights as well
	}
	return []check.Cause{{
		Object: kube.Ref(w), Kind: MayNotRead,
		Message: fmt.Sprintf("ServiceAccount %s/%s, which %s runs as, may not list and watch EndpointSlices, and CoreDNS waits for them", w.Namespace, w.ServiceAccount, kube.FormatRef(kube.Ref(w))),
		Remedy: "Let the ClusterRole that is bound to this account (`system:coredns` with kubeadm) list and watch `endpointslices` of `discovery.k8s.io`; then the " +
			"pods become ready by themselves. The last columns name the accounts of each role:\n\n" + command("kubectl get clusterrolebindings -o wide"),
		Source: "https://github.com/coredns/deployment/blob/master/kubernetes/coredns.yaml.sed",
	}}
}
