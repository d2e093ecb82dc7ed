package kube

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// PolicyDefaults says of each namespace what all network policies together make of traffic that none of them names.
func PolicyDefaults(in *facts.Input) []facts.PolicyDefault {
	sums := map[string]facts.PolicySum{}
	for _, sum := range in.PolicySums {
		sums[sum.Namespace] = sum
	}
	kinds := widePolicies(in)
	namespaces := slices.Clone(in.Namespaces)
	for name := range sums { // rendered manifests leave Namespaces out
		if Namespace(&in.Snapshot, name) == nil {
			namespaces = append(namespaces, facts.Namespace{Name: name})
		}
	}
	slices.SortStableFunc(namespaces, func(a, b facts.Namespace) int { return strings.Compare(a.Name, b.Name) })
	out := make([]facts.PolicyDefault, 0, len(namespaces))
	for i := range namespaces {
		n := &namespaces[i]
		sum, wide := sums[n.Name], onNamespace(kinds, n)
		out = append(out, facts.PolicyDefault{
			Namespace: n.Name,
			Ingress:   wide.stateOf(in, Ingress, sum),
			Egress:    wide.stateOf(in, Egress, sum),
			DNS:       wide.dns(sum),
		})
	}
	return out
}

// widePolicy is a policy of another kind, with its selector of namespaces.
type widePolicy struct {
	OtherPolicy
	selects func(map[string]string) bool
}

// wide are the policies of other kinds of the cluster: for all namespaces, and by their own.
type wide struct {
	all    []widePolicy
	own    map[string][]widePolicy
	unread []string
}

func widePolicies(in *facts.Input) *wide {
	out := &wide{own: map[string][]widePolicy{}}
	for _, kind := range otherPolicies() {
		enforced := enforcedBy(in, kind)
		if enforced == facts.EnforcedNo {
			continue
		}
		policies, read := policiesOf(&in.Snapshot, kind)
		if !read {
			out.unread = append(out.unread, kind)
		}
		for i := range policies {
			p := &policies[i]
			if p.NoPods {
				continue
			}
			one := widePolicy{OtherPolicy{p, kind, enforced == facts.EnforcedYes && !p.Partly}, Selecting(&p.Namespaces)}
			if p.Namespace != "" {
				out.own[p.Namespace] = append(out.own[p.Namespace], one)
			} else {
				out.all = append(out.all, one)
			}
		}
	}
	return out
}

// onNamespace returns the policies that are for pods of a namespace, for some of them only or for all.
func onNamespace(of *wide, n *facts.Namespace) OtherPolicies {
	out := OtherPolicies{Unread: of.unread}
	labels := NamespaceLabels(n)
	for _, some := range [][]widePolicy{of.all, of.own[n.Name]} {
		for _, p := range some {
			if !p.Namespaces.Set || p.selects(labels) {
				out.All = append(out.All, p.OtherPolicy)
			}
		}
	}
	return out
}

// forAllPods returns those that are for all pods of the namespace, as far as that is known.
func (o OtherPolicies) forAllPods() OtherPolicies {
	return o.where(func(p OtherPolicy) bool { return len(p.Pods.Requirements) == 0 })
}

// stateOf says whether a namespace is closed in one direction: a policy that is for all pods refuses what no other names,
// and none lets everything through.
func (o OtherPolicies) stateOf(in *facts.Input, direction string, sum facts.PolicySum) facts.PolicyState {
	wide := o.forAllPods()
	closing := wide.where(func(p OtherPolicy) bool { return effect(p, direction) == facts.StateClosed })
	opening := wide.where(func(p OtherPolicy) bool { return effect(p, direction) == facts.StateOpen })
	sureClosing, sureOpening := closing.sure(), opening.sure()
	byNetworkPolicy := slices.Contains(sum.Closed, direction) && !slices.Contains(sum.Opened, direction)
	always := in.NetworkConfig.Cilium.EnablePolicy == "always" && enforcedBy(in, "ciliumnetworkpolicies.cilium.io") == facts.EnforcedYes
	beside := sureOpening.where(func(p OtherPolicy) bool { return p.Place == facts.PlaceBeside })
	switch closed := byNetworkPolicy || always || len(sureClosing.All) > 0; {
	case !closed && closing.None():
		return facts.PolicyState{State: facts.StateOpen}
	case !closed:
		return facts.PolicyState{State: facts.Untold, By: closing.names()}
	case len(beside.All) == len(sureOpening.All) && len(sureOpening.All) > 0 && cilium(beside) && !refuses(sureClosing, direction):
		return facts.PolicyState{State: facts.StateOpen, By: sureOpening.names()}
	case !byNetworkPolicy && !always && slices.Contains(sum.Opened, direction):
		return facts.PolicyState{State: facts.Untold, By: sureClosing.names()}
	case !opening.where(func(p OtherPolicy) bool { return p.Place != facts.PlaceAfter }).None():
		return facts.PolicyState{State: facts.Untold, By: opening.names()}
	}
	return facts.PolicyState{State: facts.StateClosed, By: sureClosing.names()}
}

// effect is what a policy does to traffic that it does not name: "closed" where it refuses that, "open" where it lets
// everything through, "unknown" where it may do either, "" for neither.
func effect(p OtherPolicy, direction string) string {
	side := p.Side(direction)
	for _, r := range side.Rules {
		wide := len(r.Ports) == 0 && !r.Narrow && (r.Peers == facts.PeersEverybody || r.Peers == facts.PeersPods && direction == Ingress && r.Action == facts.ActionDeny)
		switch {
		case wide && r.Action == facts.ActionDeny:
			return facts.StateClosed
		case wide && r.Action == facts.ActionAllow:
			return facts.StateOpen
		case wide:
			return ""
		}
	}
	if side.Isolates {
		return facts.StateClosed
	}
	return ""
}

// refuses reports whether one of them denies everything by a rule, which no other policy of Cilium lifts.
func refuses(o OtherPolicies, direction string) bool {
	return slices.ContainsFunc(o.All, func(p OtherPolicy) bool {
		action, sure := first(p, direction, nil)
		return sure && action == facts.ActionDeny
	})
}

// cilium reports whether all of them are Cilium's.
func cilium(o OtherPolicies) bool {
	return !slices.ContainsFunc(o.All, func(p OtherPolicy) bool { return !strings.HasSuffix(p.Kind, ciliumPolicies) })
}

// sure returns those of which it is certain that they count.
func (o OtherPolicies) sure() OtherPolicies {
	return OtherPolicies{All: o.where(func(p OtherPolicy) bool { return p.Sure }).All}
}

// names are some of them, and the kinds that could not be read.
func (o OtherPolicies) names() []string {
	if o.None() {
		return nil
	}
	return []string{o.Few()}
}

// dns says whether pods may ask for names in a namespace where a policy restricts the egress of all of them. As with
// NetworkPolicies, one that lets port 53 through for some of them is enough.
func (o OtherPolicies) dns(sum facts.PolicySum) facts.PolicyState {
	ports := []Port{{Protocol: "UDP", Number: 53, Names: []string{"dns", "dns-udp", "domain"}, NamesKnown: true}, {Protocol: "TCP", Number: 53, Names: []string{"dns-tcp"}, NamesKnown: true}}
	wide := o.forAllPods().sure()
	isolating := wide.where(func(p OtherPolicy) bool { return p.Egress.Isolates })
	letting := o.Letting(Egress, ports...)
	lets := letting.where(func(p OtherPolicy) bool {
		action, _ := first(p, Egress, ports)
		return p.Sure && action == facts.ActionAllow
	})
	refusing, _ := wide.Decide(Allowed, sum.AllowsDNS, Egress, ports...)
	early := isolating.where(func(p OtherPolicy) bool { return p.Place == facts.PlaceBefore && !mayLet(p, Egress, ports) })
	before := lets.where(func(p OtherPolicy) bool { return p.Place == facts.PlaceBefore })
	switch {
	case !sum.DeniesEgress && len(isolating.All) == 0 && refusing != Denied:
		return facts.PolicyState{}
	case refusing == Denied && letting.None(), len(early.All) > 0 && letting.where(func(p OtherPolicy) bool { return p.Place == facts.PlaceBefore }).None():
		return facts.PolicyState{State: facts.DNSDenied, By: wide.where(func(p OtherPolicy) bool { return p.Egress.Isolates || mayDeny(p, Egress, ports) }).names()}
	case len(early.All) > 0 && len(before.All) == 0:
		return facts.PolicyState{State: facts.Untold, By: letting.names()}
	case sum.AllowsDNS, len(lets.All) > 0:
		return facts.PolicyState{State: facts.DNSAllowed, By: lets.names()}
	case letting.None():
		return facts.PolicyState{State: facts.DNSDenied, By: isolating.names()}
	}
	return facts.PolicyState{State: facts.Untold, By: letting.names()}
}
