// Package rbac lists the rights that checks need, writes them as RBAC objects, and reviews in
// a cluster which of them an identity has.
package rbac

import (
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/collect"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// Use is what a right is for.
type Use struct {
	// Checks are the ids of the checks that are unknown without the right. There are none
	// where it only helps to recognise products, or why something is not ready.
	Checks []string
	// Some are those of them that have answers which stand without it.
	Some []string
	// Helped are the ids of checks that look at what it reads, and are not unknown without it as a whole.
	Helped []string
	// When is the condition under which a cluster makes use of it; "" when always.
	When string
	// MoreNames describes further names that depend on the cluster.
	MoreNames string
}

// Demand is a required right with all its uses.
type Demand struct {
	kube.Right
	// IfServed marks a resource that not every cluster serves: where it is not served, no right
	// is needed.
	IfServed bool
	Uses     []Use
}

// Demands returns the rights that collecting kinds of fact with opts requires, each once, with
// the checks that need them.
func Demands(checks []check.Check, kinds []facts.Kind, opts collect.Options) []Demand {
	var all []Demand
	var discovery Use
	discover := false
	addReads := func(kind facts.Kind, reads []collect.Read) {
		for _, read := range reads {
			use := Use{}
			use.Checks, use.Some = dependentChecks(checks, kind, read)
			use.Helped = helpedChecks(checks, kind, use.Checks)
			if read.IfServed || read.NonResourceURL == "/apis" {
				discover = true
				if kind != facts.KindProductResources { // which of these matter, each check decides
					discovery.Checks = append(discovery.Checks, use.Checks...)
					discovery.Some = append(discovery.Some, use.Some...)
				}
			}
			use.When, use.MoreNames = read.When, read.MoreNames
			all = add(all, read, use)
		}
	}
	for _, c := range collect.CollectorsFor(kinds, opts) {
		switch c.Facts {
		case facts.KindOperatorResources:
			addReads(c.Facts, collect.OperatorReads(opts.Operators))
		case facts.KindProductResources:
			addReads(c.Facts, collect.ProductReads(opts.Products))
		case facts.KindCustom: // a resource for itself: each has policies of its own
			for _, source := range collect.SelectCustom(opts.Custom, kinds) {
				addReads(source.Kind(), collect.CustomReads([]facts.CustomSource{source}))
			}
		default:
			addReads(c.Facts, c.Reads)
		}
	}
	if discover {
		for _, read := range collect.DiscoveryReads() {
			discovery.When = read.When
			all = add(all, read, discovery)
		}
	}
	return all
}

// add joins a reading to the demands.
func add(all []Demand, read collect.Read, use Use) []Demand {
	for _, verb := range read.Verbs {
		right := kube.Right{
			Verb: verb, URL: read.NonResourceURL, Group: read.Group, Resource: read.Resource,
			Namespace: read.Namespace, Names: read.Names,
		}
		i := slices.IndexFunc(all, func(d Demand) bool { return d.Equal(right) })
		if i < 0 {
			i = len(all)
			all = append(all, Demand{Right: right, IfServed: read.IfServed})
		}
		all[i].Uses = append(all[i].Uses, use)
	}
	return all
}

// dependentChecks returns the checks that can be unknown when a read of a kind of fact failed, and
// those that can be where it is products' resources: which of these matter, each check decides.
// Some of them have answers that stand all the same.
func dependentChecks(checks []check.Check, kind facts.Kind, read collect.Read) (ids, some []string) {
	unread := []facts.Kind{kind}
	for again := true; again; {
		again = false
		for _, c := range collect.All() {
			blind := slices.ContainsFunc(c.BasedOn, func(on facts.Kind) bool { return slices.Contains(unread, on) })
			if blind && !slices.Contains(unread, c.Facts) {
				unread, again = append(unread, c.Facts), true
			}
		}
	}
	for _, c := range checks {
		depends, sometimes := false, true
		for _, need := range c.Needs {
			spot := facts.BlindSpot{Facts: need, Resource: read.Title()}
			if kind == facts.KindWorkloads && read.Resource == "pods" {
				spot.Only = facts.LoosePods
			}
			reads := slices.Contains(unread, need) || need == facts.KindCustom && kind.Whole() == need
			if reads && !c.StandsWithout.Always(spot) {
				depends = true
				sometimes = sometimes && (c.StandsWithout.Sometimes(spot) || need == facts.KindNodes && c.Reads.NodesOnlyRecognise())
			}
		}
		if saysItself(c, kind, unread) {
			depends = true
		}
		if depends {
			ids = append(ids, c.ID)
		}
		if depends && sometimes {
			some = append(some, c.ID)
		}
	}
	return ids, some
}

// saysItself reports whether a check says by itself what it lacks of a kind of fact that was not read: of products' resources, and
// of kinds said in parts that rest on what was not read.
func saysItself(c check.Check, kind facts.Kind, unread []facts.Kind) bool {
	return slices.ContainsFunc(unread, func(k facts.Kind) bool {
		said := k == facts.KindProductResources || k != kind && slices.Contains(facts.SaidInParts(), facts.InputField(k))
		return said && c.OptionalReads.Has(k)
	})
}

// helpedChecks returns the checks that name a kind of fact among what they read, without those that depend
// on it.
func helpedChecks(checks []check.Check, kind facts.Kind, dependent []string) []string {
	var ids []string
	for _, c := range checks {
		reads := slices.Contains(c.Reads.Names(), string(kind)) || slices.Contains(c.OptionalReads.Names(), string(kind))
		if reads && !slices.Contains(dependent, c.ID) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// Checks returns the ids of all checks that any use is for, sorted.
func (d Demand) Checks() []string {
	var ids []string
	for _, use := range d.Uses {
		ids = append(ids, use.Checks...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
