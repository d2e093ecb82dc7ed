package kube

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// Decide puts what NetworkPolicies make of a connection together with the policies of other kinds that bear on
// its pod. selected says that NetworkPolicies restrict the pod in this direction: then they have decided by a rule, or by
// the lack of one. The second result are the policies that decide, or that the answer depends on.
//
// Policies of Cilium are put together with NetworkPolicies, and what one denies is denied. Those of Calico's tier
// default are tried among them by their order. Those of earlier tiers, and of administrators, come before all of them.
func (o OtherPolicies) Decide(passage Passage, selected bool, direction string, ports ...Port) (Passage, OtherPolicies) {
	if refusing := o.refusing(passage, selected, direction, ports); len(refusing.All) > 0 {
		return Denied, refusing
	}
	switch passage {
	case Allowed:
		return o.decideAllowed(selected, direction, ports)
	case Denied:
		return o.decideDenied(direction, ports)
	}
	return Undecided, OtherPolicies{}
}

// refusing returns the policies that deny a connection whatever others say.
func (o OtherPolicies) refusing(passage Passage, selected bool, direction string, ports []Port) OtherPolicies {
	found := o.where(func(p OtherPolicy) bool {
		action, sure := first(p, direction, ports)
		if action != facts.ActionDeny || !sure {
			return false
		}
		if strings.HasSuffix(p.Kind, ciliumPolicies) {
			return true
		}
		others := o.where(func(other OtherPolicy) bool { return other != p && mayLet(other, direction, ports) })
		switch {
		case !others.None():
			return false
		case p.Place == facts.PlaceAfter:
			return !selected
		case p.Place == facts.PlaceBeside:
			return !selected || passage == Denied
		}
		return true
	})
	return OtherPolicies{All: found.All}
}

// decideAllowed is for what NetworkPolicies let through, by a rule or because none is for the pod.
func (o OtherPolicies) decideAllowed(selected bool, direction string, ports []Port) (Passage, OtherPolicies) {
	stopping := o.where(func(p OtherPolicy) bool { return o.mayStop(p, selected, direction, ports) })
	stopping.Unread = nil // they are asked for where something is denied
	if len(stopping.All) == 0 {
		return Allowed, OtherPolicies{}
	}
	letting := o.where(func(p OtherPolicy) bool { return mayLet(p, direction, ports) })
	isolating := stopping.where(func(p OtherPolicy) bool { return p.Sure && p.Side(direction).Isolates })
	if !selected && letting.None() && len(isolating.All) > 0 {
		return Denied, isolating
	}
	beside := !slices.ContainsFunc(stopping.All, func(p OtherPolicy) bool {
		return p.Place != facts.PlaceBeside || mayDeny(p, direction, ports)
	})
	if beside && letting.surely(direction, ports) {
		return Allowed, OtherPolicies{}
	}
	return Undecided, stopping
}

// mayStop reports whether a policy may stop what NetworkPolicies let through. One that only isolates does not stop what
// a NetworkPolicy beside it names, and one after them is not asked where one is for the pod.
func (o OtherPolicies) mayStop(p OtherPolicy, selected bool, direction string, ports []Port) bool {
	action, sure := first(p, direction, ports)
	switch {
	case selected && p.Place == facts.PlaceAfter, sure && (action == facts.ActionAllow || action == facts.ActionPass):
		return false
	case mayDeny(p, direction, ports):
		return true
	}
	return p.Side(direction).Isolates && (!selected || p.Place != facts.PlaceBeside)
}

// decideDenied is for what NetworkPolicies deny: one that is for the pod, and has no rule for it.
func (o OtherPolicies) decideDenied(direction string, ports []Port) (Passage, OtherPolicies) {
	letting := o.Letting(direction, ports...)
	if letting.None() {
		return Denied, OtherPolicies{}
	}
	denying := slices.ContainsFunc(o.All, func(p OtherPolicy) bool { return mayDeny(p, direction, ports) })
	if !denying && letting.surely(direction, ports) {
		return Allowed, OtherPolicies{}
	}
	return Undecided, letting
}

// surely reports whether one of them lets a connection through for certain.
func (o OtherPolicies) surely(direction string, ports []Port) bool {
	return slices.ContainsFunc(o.All, func(p OtherPolicy) bool {
		action, sure := first(p, direction, ports)
		return sure && action == facts.ActionAllow
	})
}
