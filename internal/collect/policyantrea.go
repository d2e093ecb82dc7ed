package collect

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
)

// appliedMax is how many of the ways in which a policy of Antrea selects pods are kept.
const appliedMax = 20

// distilAntreaPolicy distils Antrea's own policies, each way in which they select pods for itself. They refuse nothing but
// what a rule drops or rejects. Those of the tier baseline come after NetworkPolicies, all others before them. See
// https://antrea.io/docs/main/docs/antrea-network-policy/
func distilAntreaPolicy(_ *unstructured.Unstructured, read *reader) []facts.OtherPolicy {
	p := facts.OtherPolicy{Place: facts.PlaceBefore, Pods: allPods()}
	if read.text("spec", "tier") == "baseline" {
		p.Place = facts.PlaceAfter
	}
	p.Ingress.Rules, p.Ingress.Cut = policyRules(read.list("spec", "ingress"), func(r *reader) (facts.OtherPolicyRule, bool) { return antreaRule(r, "from") }, read)
	p.Egress.Rules, p.Egress.Cut = policyRules(read.list("spec", "egress"), func(r *reader) (facts.OtherPolicyRule, bool) { return antreaRule(r, "to") }, read)
	applied := read.list("spec", "appliedTo")
	if len(applied) == 0 || len(applied) > appliedMax { // by its rules, which may differ
		p.Partly = true
		return []facts.OtherPolicy{p}
	}
	var out []facts.OtherPolicy
	for _, fields := range applied {
		one, r := p, reader{fields: fields}
		one.NoPods = r.has("nodeSelector") || r.has("externalEntitySelector")
		one.Partly = r.has("group") || r.has("serviceAccount") || r.has("service")
		if r.has("podSelector") {
			one.Pods = r.selector("podSelector")
		}
		one.Namespaces = r.selector("namespaceSelector")
		read.takeError(&r)
		out = append(out, one)
	}
	return out
}

func antreaRule(r *reader, ends string) (facts.OtherPolicyRule, bool) {
	out := facts.OtherPolicyRule{Peers: facts.PeersSome, Narrow: r.has("l7Protocols") || r.has("protocols") || r.has("appliedTo")}
	switch r.text("action") {
	case facts.ActionAllow:
		out.Action = facts.ActionAllow
	case "Drop", "Reject":
		out.Action = facts.ActionDeny
	default:
		out.Action, out.Narrow = facts.ActionPass, out.Narrow || r.text("action") != facts.ActionPass
	}
	if r.length(ends) == 0 && r.length("toServices") == 0 {
		out.Peers = facts.PeersEverybody
	}
	for _, fields := range r.list("ports") {
		one := reader{fields: fields}
		port := facts.PolicyPort{Protocol: or(one.text("protocol"), "TCP"), EndPort: one.number("endPort")}
		if name, named := fields["port"].(string); named {
			port.Name = shorten(name)
		} else {
			port.Port = one.number("port")
		}
		out.Narrow = out.Narrow || one.has("sourcePort")
		out.Ports = append(out.Ports, port)
		r.takeError(&one)
	}
	return out, true
}
