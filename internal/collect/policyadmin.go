package collect

import (
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
)

// distilAdminPolicy distils an AdminNetworkPolicy or BaselineAdminNetworkPolicy (v1alpha1), or the ClusterNetworkPolicy
// that came in place of both (v1alpha2). They refuse nothing but what a rule denies. See
// https://network-policy-api.sigs.k8s.io/reference/spec/
func distilAdminPolicy(o *unstructured.Unstructured, read *reader) []facts.OtherPolicy {
	p := facts.OtherPolicy{Place: facts.PlaceBefore, Pods: allPods()}
	if o.GetKind() == "BaselineAdminNetworkPolicy" || read.text("spec", "tier") == "Baseline" {
		p.Place = facts.PlaceAfter
	}
	switch {
	case read.has("spec", "subject", "namespaces"):
		p.Namespaces = read.selector("spec", "subject", "namespaces")
	case read.has("spec", "subject", "pods"):
		p.Namespaces = read.selector("spec", "subject", "pods", "namespaceSelector")
		p.Pods = read.selector("spec", "subject", "pods", "podSelector")
		p.Namespaces.Set, p.Pods.Set = true, true
	default:
		p.Pods, p.Partly = allPods(), true // a subject that kready does not know
	}
	p.Ingress.Rules, p.Ingress.Cut = policyRules(read.list("spec", "ingress"), func(r *reader) (facts.OtherPolicyRule, bool) { return adminRule(r, "from") }, read)
	p.Egress.Rules, p.Egress.Cut = policyRules(read.list("spec", "egress"), func(r *reader) (facts.OtherPolicyRule, bool) { return adminRule(r, "to") }, read)
	return []facts.OtherPolicy{p}
}

// adminRule reads a rule. v1alpha2 says Accept for what v1alpha1 calls Allow.
func adminRule(r *reader, ends string) (facts.OtherPolicyRule, bool) {
	out := facts.OtherPolicyRule{Action: r.text("action"), Peers: facts.PeersSome}
	if out.Action == "Accept" {
		out.Action = facts.ActionAllow
	}
	if !slices.Contains([]string{facts.ActionAllow, facts.ActionDeny, facts.ActionPass}, out.Action) {
		out.Action, out.Narrow = facts.ActionPass, true
	}
	for _, fields := range r.list(ends) {
		one := reader{fields: fields}
		all := func(path ...string) bool { return one.has(path...) && len(one.selector(path...).Requirements) == 0 }
		switch {
		case slices.Contains(one.names("networks"), "0.0.0.0/0"):
			out.Peers = facts.PeersEverybody
		case out.Peers == facts.PeersEverybody:
		case all("namespaces"), all("pods", "namespaceSelector") && all("pods", "podSelector"):
			out.Peers = facts.PeersPods
		}
		r.takeError(&one)
	}
	for _, fields := range r.list("ports") {
		one := reader{fields: fields}
		out.Ports = append(out.Ports, adminPort(&one))
		r.takeError(&one)
	}
	for _, fields := range r.list("protocols") {
		one := reader{fields: fields}
		port, known := adminProtocol(&one)
		out.Ports, out.Narrow = append(out.Ports, port), out.Narrow || !known
		r.takeError(&one)
	}
	return out, true
}

// adminPort reads a port of v1alpha1.
func adminPort(r *reader) facts.PolicyPort {
	switch {
	case r.has("portRange"):
		return facts.PolicyPort{Protocol: or(r.text("portRange", "protocol"), "TCP"), Port: r.number("portRange", "start"), EndPort: r.number("portRange", "end")}
	case r.has("portNumber"):
		return facts.PolicyPort{Protocol: or(r.text("portNumber", "protocol"), "TCP"), Port: r.number("portNumber", "port")}
	}
	return facts.PolicyPort{Name: or(r.text("namedPort"), "unknown")}
}

// adminProtocol reads a protocol of v1alpha2; the second result is false for one that kready does not know.
func adminProtocol(r *reader) (facts.PolicyPort, bool) {
	for field, protocol := range map[string]string{"tcp": "TCP", "udp": "UDP", "sctp": "SCTP"} {
		if !r.has(field) {
			continue
		}
		port := facts.PolicyPort{Protocol: protocol, Port: r.number(field, "destinationPort", "number")}
		if r.has(field, "destinationPort", "range") {
			port.Port, port.EndPort = r.number(field, "destinationPort", "range", "start"), r.number(field, "destinationPort", "range", "end")
		}
		return port, true
	}
	name := r.text("destinationNamedPort")
	return facts.PolicyPort{Name: or(name, "unknown")}, name != ""
}
