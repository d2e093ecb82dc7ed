package collect

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
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
		Pods:         distilSelector(&p.Spec.PodSelector),
		IngressRules: len(p.Spec.Ingress), EgressRules: len(p.Spec.Egress),
	}
	for _, rule := range p.Spec.Ingress[:min(len(p.Spec.Ingress), policyRules)] {
		out.Ingress = append(out.Ingress, distilPolicyRule(rule.Ports, rule.From))
	}
	for _, rule := range p.Spec.Egress[:min(len(p.Spec.Egress), policyRules)] {
		out.Egress = append(out.Egress, distilPolicyRule(rule.Ports, rule.To))
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

// policyRules and policyParts are how many rules of a direction are kept, and how many ports and
// peers of a rule.
const (
	policyRules = 20
	policyParts = 20
)

func distilPolicyRule(ports []networkingv1.NetworkPolicyPort, peers []networkingv1.NetworkPolicyPeer) facts.PolicyRule {
	out := facts.PolicyRule{Cut: len(ports) > policyParts || len(peers) > policyParts}
	for _, p := range ports[:min(len(ports), policyParts)] {
		port := facts.PolicyPort{Protocol: string(corev1.ProtocolTCP)}
		if p.Protocol != nil {
			port.Protocol = text.Truncate(string(*p.Protocol), valueMax)
		}
		if p.Port != nil && p.Port.Type == intstr.String {
			port.Name = text.Truncate(p.Port.StrVal, valueMax)
		} else if p.Port != nil {
			port.Port = int(p.Port.IntVal)
		}
		if p.EndPort != nil {
			port.EndPort = int(*p.EndPort)
		}
		out.Ports = append(out.Ports, port)
	}
	for _, p := range peers[:min(len(peers), policyParts)] {
		peer := facts.PolicyPeer{Namespaces: distilSelector(p.NamespaceSelector), Pods: distilSelector(p.PodSelector)}
		if p.IPBlock != nil {
			peer.CIDR = text.Truncate(p.IPBlock.CIDR, valueMax)
		}
		out.Peers = append(out.Peers, peer)
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
