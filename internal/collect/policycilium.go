package collect

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// distilCiliumPolicy distils a CiliumNetworkPolicy or CiliumClusterwideNetworkPolicy: its spec and each of its
// specs is a rule by itself. All that select a pod are put together with the NetworkPolicies that do; what one
// denies is denied. See https://docs.cilium.io/en/stable/security/policy/language/
func distilCiliumPolicy(_ *unstructured.Unstructured, read *reader) []facts.OtherPolicy {
	var specs []map[string]any
	if spec, ok := read.fields["spec"].(map[string]any); ok {
		specs = append(specs, spec)
	}
	var out []facts.OtherPolicy
	for _, fields := range append(specs, read.list("specs")...) {
		one := reader{fields: fields}
		p := facts.OtherPolicy{
			Place: facts.PlaceBeside, Pods: allPods(), NoPods: !one.has("endpointSelector"),
			Ingress: ciliumSide(&one, "ingress"), Egress: ciliumSide(&one, "egress"),
		}
		ciliumSelector(one.selector("endpointSelector"), &p)
		read.takeError(&one)
		out = append(out, p)
	}
	return out
}

// ciliumSide reads one direction. That a policy refuses what it does not let is by enableDefaultDeny, and where this
// says nothing by whether there are rules.
func ciliumSide(spec *reader, direction string) facts.OtherPolicySide {
	lets, denies := spec.list(direction), spec.list(direction+"Deny")
	side := facts.OtherPolicySide{Isolates: len(lets)+len(denies) > 0}
	if deny, said := spec.boolean("enableDefaultDeny", direction); said {
		side.Isolates = deny
	}
	rule := func(action string) func(*reader) (facts.OtherPolicyRule, bool) {
		return func(r *reader) (facts.OtherPolicyRule, bool) { return ciliumRule(r, direction, action) }
	}
	denied, more := policyRules(denies, rule(facts.ActionDeny), spec)
	let, most := policyRules(lets, rule(facts.ActionAllow), spec)
	side.Rules, side.Cut = slices.Concat(denied, let), more || most
	return side
}

// ciliumRule reads one rule. One without ends and ports is for nothing, and so is one with an empty list of ends.
func ciliumRule(r *reader, direction, action string) (facts.OtherPolicyRule, bool) {
	prefix := map[string]string{"ingress": "from", "egress": "to"}[direction]
	out := facts.OtherPolicyRule{Action: action, Peers: facts.PeersEverybody}
	ended, none := false, true
	for _, end := range []string{"Endpoints", "CIDR", "CIDRSet", "Entities", "Nodes", "Groups", "Services", "FQDNs", "Requires"} {
		if r.has(prefix + end) {
			ended, none = true, none && r.length(prefix+end) == 0
		}
	}
	if ended {
		out.Peers = facts.PeersSome
	}
	for _, entity := range r.names(prefix + "Entities") {
		switch {
		case entity == "all":
			out.Peers = facts.PeersEverybody
		case entity == "cluster" && out.Peers == facts.PeersSome:
			out.Peers = facts.PeersPods
		}
	}
	out.Narrow = r.has(prefix+"Requires") || r.has("authentication")
	ports := r.list("toPorts")
	for _, fields := range ports {
		one := reader{fields: fields}
		for _, port := range one.list("ports") {
			part := reader{fields: port}
			out.Ports = append(out.Ports, kube.CiliumPorts(part.text("port"), part.text("protocol"), part.number("endPort"))...)
			one.takeError(&part)
		}
		out.Narrow = out.Narrow || one.length("ports") == 0 || one.has("rules") || one.has("serverNames") || one.has("listener")
		r.takeError(&one)
	}
	if r.length("icmps") > 0 {
		out.Ports = append(out.Ports, facts.PolicyPort{Protocol: "ICMP"})
	}
	if ended && none || !ended && len(ports) == 0 && len(out.Ports) == 0 {
		return out, false
	}
	return out, true
}

// ciliumSelector sorts the requirements of a selector by what they are about: the pods, or their namespace.
func ciliumSelector(s facts.Selector, p *facts.OtherPolicy) {
	for _, r := range s.Requirements {
		source, label, ofNamespace := kube.CiliumKey(r.Key)
		r.Key = label
		switch {
		case source == "reserved":
			// No pod has a label of that source but those that stand for something else.
			p.NoPods = p.NoPods || r.Operator == "In" || r.Operator == "Exists"
		case ofNamespace:
			p.Namespaces.Set = true
			p.Namespaces.Requirements = append(p.Namespaces.Requirements, r)
		case source != "any" && source != "k8s", strings.HasPrefix(label, "io.cilium."):
			p.Partly = true
		default:
			p.Pods.Requirements = append(p.Pods.Requirements, r)
		}
	}
}
