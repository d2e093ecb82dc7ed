package network

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// broughtOthers are the policies of other kinds that come with a service, but for those that are judged. Staged ones do nothing.
type broughtOthers struct {
	objects []facts.LandingObject
	// by are the places of the objects by namespace; "" is that of those for all namespaces.
	by    map[string][]int
	known map[string]fewPolicies
}

// fewPolicies are the first of so many policies.
type fewPolicies struct {
	first []string
	count int
}

func newBroughtOthers(s *facts.Landing, judged map[[2]string]*facts.LandingPolicy) *broughtOthers {
	out := &broughtOthers{objects: s.Objects, by: map[string][]int{}, known: map[string]fewPolicies{}}
	for i := range s.Objects {
		o := &s.Objects[i]
		if o.Kind == "CiliumNetworkPolicy" && judged[[2]string{o.Namespace, o.Name}] != nil {
			continue
		}
		if strings.HasSuffix(o.Kind, "NetworkPolicy") && !strings.HasPrefix(o.Kind, "Staged") && o.Group != "networking.k8s.io" {
			out.by[o.Namespace] = append(out.by[o.Namespace], i)
		}
	}
	return out
}

// in are those that can bear on a namespace, in the order of the manifests.
func (b *broughtOthers) in(namespace string) fewPolicies {
	if known, ok := b.known[namespace]; ok {
		return known
	}
	all, own := b.by[""], b.by[namespace]
	if namespace == "" {
		own = nil
	}
	const most = 3
	out := fewPolicies{count: len(all) + len(own)}
	some := slices.Concat(all[:min(most, len(all))], own[:min(most, len(own))])
	slices.Sort(some)
	for _, i := range some[:min(most, len(some))] {
		out.first = append(out.first, b.objects[i].Kind+" "+b.objects[i].Name)
	}
	b.known[namespace] = out
	return out
}

// and is with one more at the end.
func (f fewPolicies) and(more string) fewPolicies {
	return fewPolicies{append(slices.Clip(f.first), more), f.count + 1}
}

// String names the first of them.
func (f fewPolicies) String() string { return text.FewOf(f.first, f.count) }
