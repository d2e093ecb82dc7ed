package collect

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// defaultTier is the tier of policies that name none, in which NetworkPolicies are too, and its order.
const (
	defaultTier      = "default"
	defaultTierOrder = 1_000_000
	// tiersMax is how many tiers are read.
	tiersMax = 100
)

// calicoTier is what matters of a tier. Passes marks one that leaves to the next tiers what none of its policies decides.
type calicoTier struct {
	name   string
	place  string
	passes bool
}

// calicoPolicies reads a kind of Calico's policies from its own storage. Its API server, where there is one, serves
// the same objects once more; only where the storage is not served, or has none of them, are they read from there.
func (r *Run) calicoPolicies(ctx context.Context, k otherPolicyKind) facts.OtherPolicyKind {
	tiers := map[string]calicoTier{defaultTier: {name: defaultTier, place: facts.PlaceBeside}}
	read := func(group string) facts.OtherPolicyKind {
		before := len(r.blind)
		var unknown []string
		kind := otherPolicyKind{k.group, k.resource, func(o *unstructured.Unstructured, read *reader) []facts.OtherPolicy {
			tier := or(read.text("spec", "tier"), defaultTier)
			if _, known := tiers[tier]; !known && len(unknown) == 0 {
				unknown = append(unknown, tier)
			}
			return distilCalicoPolicy(o, read, tier)
		}}
		out := kind.read(ctx, r, group)
		if len(unknown) > 0 {
			for _, t := range r.calicoTiers(ctx, group) {
				tiers[t.name] = t
			}
		}
		placeInTiers(out.Policies, tiers)
		out.Read = len(r.blind) == before
		return out
	}
	out := read(calicoGroup)
	if !out.Read || len(out.Policies) > 0 {
		return out
	}
	before := len(r.blind)
	again := read(calicoAPIGroup)
	if again.Served {
		return again
	}
	if out.Served { // its API server, if there should be one, has nothing to add
		r.blind = r.blind[:before]
		return out
	}
	out.Read = again.Read
	return out
}

// calicoTiers reads the tiers. See https://docs.tigera.io/calico/latest/reference/resources/tier
func (r *Run) calicoTiers(ctx context.Context, group string) []calicoTier {
	q := target.Query{Group: group, Resource: "tiers", Dynamic: true}
	if !r.serves(&q) {
		return nil
	}
	return distilled(r, q, eachUpTo(ctx, r, q, tiersMax, tryDistil(func(o *unstructured.Unstructured) (calicoTier, error) {
		read := reader{fields: o.Object}
		tier := calicoTier{name: o.GetName(), place: facts.PlaceAfter, passes: read.text("spec", "defaultAction") == facts.ActionPass}
		order, err := strconv.ParseFloat(read.value("spec", "order"), 64)
		switch {
		case o.GetName() == defaultTier:
			tier.place = facts.PlaceBeside
		case err == nil && order < defaultTierOrder, err == nil && order == defaultTierOrder && o.GetName() < defaultTier:
			tier.place = facts.PlaceBefore
		}
		return tier, read.err
	})))
}

// placeInTiers writes where policies stand, which until then is their tier. Of one in a tier that is not
// known, neither its place nor what it does to what it does not name is: it may come before NetworkPolicies.
func placeInTiers(policies []facts.OtherPolicy, tiers map[string]calicoTier) {
	for i := range policies {
		p := &policies[i]
		tier, known := tiers[p.Place]
		p.Place = tier.place
		if !known {
			p.Place, p.Partly = facts.PlaceBefore, true
		}
		for _, side := range []*facts.OtherPolicySide{&p.Ingress, &p.Egress} {
			side.Isolates = side.Isolates && !tier.passes
		}
	}
}

// distilCalicoPolicy distils a NetworkPolicy or GlobalNetworkPolicy of Calico. Its tier stands for its place. See
// https://docs.tigera.io/calico/latest/reference/resources/globalnetworkpolicy
func distilCalicoPolicy(o *unstructured.Unstructured, read *reader, tier string) []facts.OtherPolicy {
	p := facts.OtherPolicy{Place: tier, Pods: allPods(), Partly: read.text("spec", "serviceAccountSelector") != ""}
	for _, only := range []string{"doNotTrack", "preDNAT"} { // for the endpoints of hosts
		on, _ := read.boolean("spec", only)
		p.Partly = p.Partly || on
	}
	p.Partly = !calicoSelector(selectorText(read, "selector"), podLabel, &p) || p.Partly
	if o.GetNamespace() == "" {
		p.Partly = !calicoSelector(selectorText(read, "namespaceSelector"), namespaceLabel, &p) || p.Partly
	}
	lets, sends := read.list("spec", "ingress"), read.list("spec", "egress")
	types := read.names("spec", "types")
	if len(types) == 0 { // as Calico fills it in
		if len(lets) > 0 || len(sends) == 0 {
			types = append(types, "Ingress")
		}
		if len(sends) > 0 {
			types = append(types, "Egress")
		}
	}
	if slices.Contains(types, "Ingress") {
		p.Ingress.Isolates = true
		p.Ingress.Rules, p.Ingress.Cut = policyRules(lets, func(r *reader) (facts.OtherPolicyRule, bool) { return calicoRule(r, "source", "destination") }, read)
	}
	if slices.Contains(types, "Egress") {
		p.Egress.Isolates = true
		p.Egress.Rules, p.Egress.Cut = policyRules(sends, func(r *reader) (facts.OtherPolicyRule, bool) { return calicoRule(r, "destination", "source") }, read)
	}
	return []facts.OtherPolicy{p}
}

// selectorText is a selector as it is written, however long.
func selectorText(read *reader, field string) string {
	value, _ := read.at("spec", field)
	s, _ := value.(string)
	return s
}

// calicoRule reads a rule with the other end and the policy's own; ports that count are those of the destination. A rule
// that only logs decides nothing.
func calicoRule(r *reader, other, own string) (facts.OtherPolicyRule, bool) {
	out := facts.OtherPolicyRule{Action: r.text("action"), Peers: facts.PeersEverybody}
	for _, field := range []string{"nets", "notNets", "selector", "notSelector", "namespaceSelector", "services", "serviceAccounts"} {
		if r.has(other, field) && r.value(other, field) != "" {
			out.Peers = facts.PeersSome
		}
		out.Narrow = out.Narrow || r.has(own, field) && r.value(own, field) != ""
	}
	if nets := r.names(other, "nets"); out.Peers == facts.PeersSome && slices.Contains(nets, "0.0.0.0/0") && !r.has(other, "notNets") && !r.has(other, "selector") {
		out.Peers = facts.PeersEverybody
	}
	for _, field := range []string{"notProtocol", "icmp", "notICMP", "http"} {
		out.Narrow = out.Narrow || r.has(field)
	}
	out.Narrow = out.Narrow || r.has("source", "ports") || r.has("source", "notPorts") || r.has("destination", "notPorts")
	protocol := calicoProtocol(r.value("protocol"))
	ports, _ := r.at("destination", "ports")
	for _, value := range plainValues(ports) {
		if ports != nil {
			out.Ports = append(out.Ports, calicoPort(protocol, value))
		}
	}
	if len(out.Ports) == 0 && protocol != "" {
		out.Ports = []facts.PolicyPort{{Protocol: protocol}}
	}
	return out, out.Action == facts.ActionAllow || out.Action == facts.ActionDeny || out.Action == facts.ActionPass
}

// calicoProtocol is a protocol by its name or number.
func calicoProtocol(value string) string {
	if name, known := map[string]string{"6": "TCP", "17": "UDP", "132": "SCTP"}[value]; known {
		return name
	}
	return strings.ToUpper(value)
}

// calicoPort parses "80", "6000:6999" and the name of a port.
func calicoPort(protocol, value string) facts.PolicyPort {
	from, to, ranged := strings.Cut(value, ":")
	first, err := strconv.Atoi(from)
	last, errLast := strconv.Atoi(to)
	switch {
	case err != nil || ranged && errLast != nil:
		return facts.PolicyPort{Protocol: protocol, Name: value}
	case ranged:
		return facts.PolicyPort{Protocol: protocol, Port: first, EndPort: last}
	}
	return facts.PolicyPort{Protocol: protocol, Port: first}
}
