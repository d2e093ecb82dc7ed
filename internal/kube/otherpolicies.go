package kube

import (
	"maps"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// OtherPolicy is a policy of another kind than NetworkPolicy that can bear on some pods.
type OtherPolicy struct {
	*facts.OtherPolicy
	// Kind is the resource of its kind.
	Kind string
	// Sure is true where it selects these pods, and what runs enforces it; else it may.
	Sure bool
}

// String names it as people do.
func (p OtherPolicy) String() string {
	name := p.Name
	if p.Namespace != "" {
		name = p.Namespace + "/" + name
	}
	return OtherPolicyTitles()[p.Kind] + " " + name
}

// Ref is the object.
func (p OtherPolicy) Ref() facts.ObjectRef {
	return facts.ObjectRef{Kind: kindOfOtherPolicy(p.Kind), Namespace: p.Namespace, Name: p.Name}
}

// kindOfOtherPolicy is a kind as objects have it, without whose it is.
func kindOfOtherPolicy(resource string) string {
	kind, _, _ := strings.Cut(OtherPolicyTitles()[resource], " ")
	return kind
}

// OtherPolicyReads are the fields of the input that OtherKinds look at besides namespaces. They say themselves what of
// them could not be read.
func OtherPolicyReads() facts.Fields {
	return facts.Fields{facts.KindOtherPolicies, facts.KindProductResources, facts.PartPolicyEnforcers}
}

// OtherPolicies are those that can bear on pods. Unread are kinds of which there may be more.
type OtherPolicies struct {
	All    []OtherPolicy
	Unread []string
}

// policiesOf returns the policies of a kind, and whether these are all. Of those in a snapshot of an older kready no
// more is known than where they are.
func policiesOf(s *facts.Snapshot, kind string) ([]facts.OtherPolicy, bool) {
	if k := s.OtherPolicyKind(kind); k != nil {
		return k.Policies, k.Read
	}
	resource := s.ProductResource(kind)
	var out []facts.OtherPolicy
	for _, o := range resource.Objects {
		untold := facts.OtherPolicySide{Isolates: true, Cut: true}
		out = append(out, facts.OtherPolicy{
			Namespace: o.Namespace, Name: o.Name, Place: facts.PlaceBefore, Pods: facts.Selector{Set: true}, Partly: true,
			Ingress: untold, Egress: untold,
		})
	}
	return out, resource.Read
}

// Few names some policies, and the kinds that could not be read.
func (o OtherPolicies) Few() string {
	names := map[string]bool{}
	for _, p := range o.All {
		names[p.String()] = true
	}
	all := sortedKeys(names)
	for _, kind := range o.Unread {
		all = append(all, kind+", which could not be read")
	}
	return text.Few(all)
}

// AnySure reports whether one of them counts for certain.
func (o OtherPolicies) AnySure() bool {
	return slices.ContainsFunc(o.All, func(p OtherPolicy) bool { return p.Sure })
}

// None reports whether there are none, and no kind that could not be read.
func (o OtherPolicies) None() bool { return len(o.All) == 0 && len(o.Unread) == 0 }

// where returns those for which a condition holds, with the kinds that could not be read.
func (o OtherPolicies) where(holds func(OtherPolicy) bool) OtherPolicies {
	out := OtherPolicies{Unread: o.Unread}
	for _, p := range o.All {
		if holds(p) {
			out.All = append(out.All, p)
		}
	}
	return out
}

// Letting returns those that may let traffic of a direction through what NetworkPolicies deny, by any of the ports; all
// ports where none is named.
func (o OtherPolicies) Letting(direction string, ports ...Port) OtherPolicies {
	return o.where(func(p OtherPolicy) bool { return p.Place != facts.PlaceAfter && mayLet(p, direction, ports) })
}

func mayLet(p OtherPolicy, direction string, ports []Port) bool {
	side := p.Side(direction)
	return side.Cut || slices.ContainsFunc(side.Rules, func(r facts.OtherPolicyRule) bool {
		may, _ := isFor(&r, ports)
		return may && r.Action != facts.ActionDeny
	})
}

// mayDeny reports whether a rule of a policy may deny traffic.
func mayDeny(p OtherPolicy, direction string, ports []Port) bool {
	side := p.Side(direction)
	return side.Cut || slices.ContainsFunc(side.Rules, func(r facts.OtherPolicyRule) bool {
		may, _ := isFor(&r, ports)
		return may && r.Action == facts.ActionDeny
	})
}

// isFor reports whether a rule may be for traffic to one of the ports, and whether it is for certain, whoever is at
// the other end.
func isFor(r *facts.OtherPolicyRule, ports []Port) (may, sure bool) {
	if len(r.Ports) == 0 {
		return true, !r.Narrow && r.Peers == facts.PeersEverybody
	}
	if len(ports) == 0 {
		return true, false
	}
	rule := facts.PolicyRule{Ports: r.Ports}
	for _, port := range ports {
		if LetsPort(&rule, port.Protocol, port.Number, port.Names...) {
			return true, !r.Narrow && r.Peers == facts.PeersEverybody
		}
		may = may || slices.ContainsFunc(r.Ports, func(p facts.PolicyPort) bool {
			return p.Protocol == "" || p.Name != "" && p.Protocol == port.Protocol && !port.NamesKnown
		})
	}
	return may, false
}

// first is what the first rule that may be for traffic does, and whether that is certain; "" where none is.
func first(p OtherPolicy, direction string, ports []Port) (action string, sure bool) {
	side := p.Side(direction)
	for i := range side.Rules {
		if may, certain := isFor(&side.Rules[i], ports); may {
			return side.Rules[i].Action, certain && p.Sure
		}
	}
	return "", !side.Cut && p.Sure
}

// sortedKeys returns the keys of a map, in order.
func sortedKeys[V any](of map[string]V) []string { return slices.Sorted(maps.Keys(of)) }
