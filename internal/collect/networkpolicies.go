package collect

import (
	"context"

	networkingv1 "k8s.io/api/networking/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/target"
)

func networkPoliciesCollector() Collector {
	return Collector{
		Facts:   facts.KindNetworkPolicies,
		Reads:   []Read{list("networking.k8s.io", "networkpolicies")},
		Collect: collectNetworkPolicies,
	}
}

// collectNetworkPolicies reads the NetworkPolicies of all namespaces.
func collectNetworkPolicies(ctx context.Context, r *Run) Fill {
	q := target.Query{Group: "networking.k8s.io", Version: "v1", Resource: "networkpolicies", Reused: true, Distilled: true}
	policies := each(ctx, r, q, distilNetworkPolicy)
	sortBy(policies,
		func(p facts.NetworkPolicy) string { return p.Namespace },
		func(p facts.NetworkPolicy) string { return p.Name })
	return func(s *facts.Snapshot) { s.NetworkPolicies = policies }
}

// distilNetworkPolicy keeps so many rules of a direction, and so many ports and peers of a rule.
func distilNetworkPolicy(p *networkingv1.NetworkPolicy) facts.NetworkPolicy {
	return kube.DistilNetworkPolicy(p, kube.PolicyLimits{Rules: 20, Parts: 20})
}
