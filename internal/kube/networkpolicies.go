package kube

import (
	"slices"

	"github.com/kready/kready/internal/facts"
)

// The directions of NetworkPolicies, as policyTypes names them.
const (
	Ingress = "Ingress"
	Egress  = "Egress"
)

// Isolating is that of Policies, for pods that are asked about once.
func Isolating(policies []facts.NetworkPolicy, direction, namespace string, podLabels map[string]string) (found []*facts.NetworkPolicy, known bool) {
	known = true
	for i := range policies {
		p := &policies[i]
		if p.Namespace != namespace || !slices.Contains(p.PolicyTypes, direction) {
			continue
		}
		switch {
		case p.SelectsAll || Selects(&p.Pods, podLabels):
			found = append(found, p)
		case !p.Pods.Set:
			known = false
		}
	}
	return found, known
}

// RulesOf returns the rules of a policy in one direction, and whether these are all of it.
func RulesOf(p *facts.NetworkPolicy, direction string) (rules []facts.PolicyRule, whole bool) {
	rules, count := p.Ingress, p.IngressRules
	if direction == Egress {
		rules, count = p.Egress, p.EgressRules
	}
	return rules, len(rules) >= count
}

// LetsPort reports whether a rule lets a port through, by its number or by one of its names.
func LetsPort(r *facts.PolicyRule, protocol string, number int, names ...string) bool {
	if len(r.Ports) == 0 {
		return true
	}
	for _, p := range r.Ports {
		switch {
		case p.Protocol != protocol:
		case p.Name != "":
			if slices.Contains(names, p.Name) {
				return true
			}
		case p.Port == 0, p.Port == number, p.EndPort != 0 && p.Port <= number && number <= p.EndPort:
			return true
		}
	}
	return false
}

// LetsNamespace reports whether a rule of a policy lets pods of a namespace through. The second
// result is false where it lets only some of its pods, or addresses, which can be theirs.
func LetsNamespace(p *facts.NetworkPolicy, r *facts.PolicyRule, n *facts.Namespace) (lets, all bool) {
	if len(r.Peers) == 0 {
		return true, true
	}
	for i := range r.Peers {
		peer := &r.Peers[i]
		switch {
		case peer.CIDR == "0.0.0.0/0" || peer.CIDR == "::/0":
			return true, true
		case peer.CIDR != "":
			lets = true
		case peer.Namespaces.Set && !Selects(&peer.Namespaces, NamespaceLabels(n)):
		case !peer.Namespaces.Set && n.Name != p.Namespace:
		case peer.Pods.Set && len(peer.Pods.Requirements) > 0:
			lets = true
		default:
			return true, true
		}
	}
	return lets || r.Cut, false
}
