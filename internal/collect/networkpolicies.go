package collect

import (
	"context"

	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/kready/kready/internal/facts"
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
	q := target.Query{Group: "networking.k8s.io", Version: "v1", Resource: "networkpolicies"}
	policies := each(ctx, r, q, distilNetworkPolicy)
	sortBy(policies,
		func(p facts.NetworkPolicy) string { return p.Namespace },
		func(p facts.NetworkPolicy) string { return p.Name })
	return func(s *facts.Snapshot) { s.NetworkPolicies = policies }
}

func distilNetworkPolicy(p *networkingv1.NetworkPolicy) facts.NetworkPolicy {
	out := facts.NetworkPolicy{
		Namespace: p.Namespace, Name: p.Name,
		SelectsAll:   len(p.Spec.PodSelector.MatchLabels) == 0 && len(p.Spec.PodSelector.MatchExpressions) == 0,
		IngressRules: len(p.Spec.Ingress), EgressRules: len(p.Spec.Egress),
	}
	for _, t := range p.Spec.PolicyTypes {
		out.PolicyTypes = append(out.PolicyTypes, string(t))
	}
	if len(out.PolicyTypes) == 0 { // the API's default, for manifests that leave it out
		out.PolicyTypes = append(out.PolicyTypes, string(networkingv1.PolicyTypeIngress))
		if len(p.Spec.Egress) > 0 {
			out.PolicyTypes = append(out.PolicyTypes, string(networkingv1.PolicyTypeEgress))
		}
	}
	for _, rule := range p.Spec.Egress {
		out.AllowsDNS = out.AllowsDNS || allowsDNS(rule.Ports)
	}
	return out
}

// allowsDNS reports whether ports let DNS through; none at all means every port.
func allowsDNS(ports []networkingv1.NetworkPolicyPort) bool {
	const dns = 53
	if len(ports) == 0 {
		return true
	}
	for _, p := range ports {
		switch {
		case p.Port == nil:
			return true
		case p.Port.Type == intstr.String:
			if p.Port.StrVal == "dns" || p.Port.StrVal == "dns-tcp" || p.Port.StrVal == "domain" {
				return true
			}
		case p.Port.IntVal == dns, p.EndPort != nil && p.Port.IntVal <= dns && dns <= *p.EndPort:
			return true
		}
	}
	return false
}
