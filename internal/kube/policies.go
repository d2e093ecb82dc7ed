package kube

import (
	"slices"

	"github.com/kready/kready/internal/facts"
)

// Policies are NetworkPolicies, found by the pods that they select: there may be thousands of the one and of the other.
type Policies struct {
	list    []facts.NetworkPolicy
	selects selectors
	// some are those that select pods by their labels, and every those that select all pods of a namespace, by direction and
	// namespace.
	some  map[string]*choosers
	every map[nameKey]everyPod
}

// everyPod are the policies that select all pods of a namespace, with their places in the list.
type everyPod struct {
	policies []*facts.NetworkPolicy
	at       []int
}

// NewPolicies puts policies in order. They must not change afterwards.
func NewPolicies(list []facts.NetworkPolicy) *Policies {
	p := &Policies{list: list, some: map[string]*choosers{}, every: map[nameKey]everyPod{}}
	for _, direction := range []string{Ingress, Egress} {
		var some []int
		for i := range list {
			switch {
			case !slices.Contains(list[i].PolicyTypes, direction):
			case list[i].SelectsAll:
				in := nameKey{direction, list[i].Namespace}
				every := p.every[in]
				p.every[in] = everyPod{append(every.policies, &list[i]), append(every.at, i)}
			default:
				some = append(some, i)
			}
		}
		p.some[direction] = newChoosers(some, func(i int) (string, *facts.Selector) { return list[i].Namespace, &list[i].Pods })
	}
	return p
}

// Isolating returns the policies that restrict pods with these labels in a namespace, in one direction. The second result
// is false where there may be more: an older snapshot does not hold the selectors of policies. Nobody may change the list.
// https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation
func (p *Policies) Isolating(direction, namespace string, podLabels map[string]string) (found []*facts.NetworkPolicy, known bool) {
	known = true
	every := p.every[nameKey{direction, namespace}]
	taken := 0
	for _, i := range p.some[direction].of(podLabels, namespace) {
		switch {
		case p.selects.of(i, &p.list[i].Pods)(podLabels):
			for ; taken < len(every.at) && every.at[taken] < i; taken++ {
				found = append(found, every.policies[taken])
			}
			found = append(found, &p.list[i])
		case !p.list[i].Pods.Set:
			known = false
		}
	}
	if len(found) == 0 {
		return every.policies, known
	}
	return append(found, every.policies[taken:]...), known
}

// Passes decides on a connection of a pod in one direction: the policies that select the pod are put together, and it passes
// where there are none, or where a rule of one lets it. Restricting are those that select the pod. Any of the ports will do.
// https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation
func (p *Policies) Passes(direction string, pod, other *Peer, ports ...Port) (passage Passage, restricting []*facts.NetworkPolicy) {
	restricting, known := p.Isolating(direction, pod.Namespace, pod.Labels)
	switch {
	case len(restricting) == 0 && known:
		return Allowed, nil
	case !known: // one that may select the pod is perhaps the only one, and perhaps lets it
		passage = Undecided
	}
	for _, one := range restricting {
		rules, whole := RulesOf(one, direction)
		if !whole {
			passage = max(passage, Undecided)
		}
		for i := range rules {
			if passage = max(passage, lets(one, &rules[i], other, ports)); passage == Allowed {
				return passage, restricting
			}
		}
	}
	return passage, restricting
}
