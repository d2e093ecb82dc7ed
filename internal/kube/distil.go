package kube

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// valueMax bounds what is kept of a value.
const valueMax = 256

// DistilSelector distils a label selector; nil is one that is not set.
func DistilSelector(s *metav1.LabelSelector) facts.Selector {
	if s == nil {
		return facts.Selector{}
	}
	out := facts.Selector{Set: true}
	for key, value := range s.MatchLabels {
		out.Requirements = append(out.Requirements, facts.Requirement{Key: key, Operator: "In", Values: []string{text.Truncate(value, valueMax)}})
	}
	for _, e := range s.MatchExpressions {
		one := facts.Requirement{Key: text.Truncate(e.Key, valueMax), Operator: string(e.Operator)}
		values := slices.DeleteFunc(slices.Clone(e.Values), func(v string) bool { return v == "" })
		slices.Sort(values)
		for _, value := range slices.Compact(values) {
			one.Values = append(one.Values, text.Truncate(value, valueMax))
		}
		out.Requirements = append(out.Requirements, one)
	}
	slices.SortStableFunc(out.Requirements, func(a, b facts.Requirement) int { return strings.Compare(a.String(), b.String()) })
	return out
}

// PolicyLimits bound what is kept of a NetworkPolicy: the rules of a direction, and the ports and the peers of
// a rule.
type PolicyLimits struct{ Rules, Parts int }

// DistilNetworkPolicy distils a NetworkPolicy, with the defaults of the API.
func DistilNetworkPolicy(p *networkingv1.NetworkPolicy, keep PolicyLimits) facts.NetworkPolicy {
	out := facts.NetworkPolicy{
		Namespace: p.Namespace, Name: p.Name,
		SelectsAll:   len(p.Spec.PodSelector.MatchLabels) == 0 && len(p.Spec.PodSelector.MatchExpressions) == 0,
		Pods:         DistilSelector(&p.Spec.PodSelector),
		IngressRules: len(p.Spec.Ingress), EgressRules: len(p.Spec.Egress),
	}
	for _, rule := range p.Spec.Ingress[:min(len(p.Spec.Ingress), keep.Rules)] {
		out.Ingress = append(out.Ingress, keep.rule(rule.Ports, rule.From))
	}
	for _, rule := range p.Spec.Egress[:min(len(p.Spec.Egress), keep.Rules)] {
		out.Egress = append(out.Egress, keep.rule(rule.Ports, rule.To))
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

func (keep PolicyLimits) rule(ports []networkingv1.NetworkPolicyPort, peers []networkingv1.NetworkPolicyPeer) facts.PolicyRule {
	out := facts.PolicyRule{Cut: len(ports) > keep.Parts || len(peers) > keep.Parts}
	for _, p := range ports[:min(len(ports), keep.Parts)] {
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
	for _, p := range peers[:min(len(peers), keep.Parts)] {
		peer := facts.PolicyPeer{Namespaces: DistilSelector(p.NamespaceSelector), Pods: DistilSelector(p.PodSelector)}
		if block := p.IPBlock; block != nil {
			peer.CIDR, peer.Exact = text.Truncate(block.CIDR, valueMax), len(block.Except) <= keep.Parts
			for _, except := range block.Except[:min(len(block.Except), keep.Parts)] {
				peer.Except = append(peer.Except, text.Truncate(except, valueMax))
			}
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
