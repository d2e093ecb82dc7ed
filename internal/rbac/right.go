// Package rbac says which rights checks need, writes them down as RBAC objects, and
// reviews in a cluster which of them the identity of a run has.
package rbac

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/collect"
	"github.com/kready/kready/internal/facts"
)

// Right is one verb on one resource, or on a path that is none.
type Right struct {
	// URL is the path; Group and Resource are empty then.
	URL             string
	Group, Resource string
	Verb            string
	// Namespace and Names narrow it; empty means all.
	Namespace string
	Names     []string
	// IfServed marks a resource that not every cluster serves; where it is not, no right is needed.
	IfServed bool
}

// Use is what a right is for.
type Use struct {
	// Checks are the ids of those that are unknown without the right. There are none
	// where it only helps to recognise products.
	Checks []string
	// When says in which cluster it is used at all; "" when in every one.
	When string
	// Besides says which further names are used that only a cluster can tell.
	Besides string
}

// Demand is a right with all that it is for.
type Demand struct {
	Right
	Uses []Use
}

// Demands returns the rights that the collection of kinds of fact with opts wants, each
// once, and for which of the checks.
func Demands(checks []check.Check, kinds []facts.Kind, opts collect.Options) []Demand {
	var all []Demand
	var discovery Use
	discover := false
	take := func(kind facts.Kind, reads []collect.Read) {
		use := Use{Checks: resting(checks, kind)}
		for _, read := range reads {
			if read.IfServed || read.NonResourceURL == "/apis" {
				discover = true
				discovery.Checks = append(discovery.Checks, use.Checks...)
			}
			use.When, use.Besides = read.When, read.MoreNames
			all = add(all, read, use)
		}
	}
	for _, c := range collect.CollectorsFor(kinds) {
		switch c.Facts {
		case facts.KindOperatorResources:
			take(c.Facts, collect.OperatorReads(opts.Operators))
		case facts.KindCustom: // a resource for itself: each has policies of its own
			for _, source := range collect.SelectCustom(opts.Custom, kinds) {
				take(source.Kind(), collect.CustomReads([]facts.CustomSource{source}))
			}
		default:
			take(c.Facts, c.Reads)
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
		right := Right{
			URL: read.NonResourceURL, Group: read.Group, Resource: read.Resource, Verb: verb,
			Namespace: read.Namespace, Names: read.Names, IfServed: read.IfServed,
		}
		i := slices.IndexFunc(all, func(d Demand) bool { return d.key() == right.key() })
		if i < 0 {
			i = len(all)
			all = append(all, Demand{Right: right})
		}
		all[i].Uses = append(all[i].Uses, use)
	}
	return all
}

// resting returns the checks that are unknown when a kind of fact is blind.
func resting(checks []check.Check, kind facts.Kind) []string {
	blinded := []facts.Kind{kind}
	for again := true; again; {
		again = false
		for _, c := range collect.All() {
			rests := slices.ContainsFunc(c.BasedOn, func(on facts.Kind) bool { return slices.Contains(blinded, on) })
			if rests && !slices.Contains(blinded, c.Facts) {
				blinded, again = append(blinded, c.Facts), true
			}
		}
	}
	var ids []string
	for _, c := range checks {
		if slices.ContainsFunc(c.Needs, func(need facts.Kind) bool {
			return slices.Contains(blinded, need) || need == facts.KindCustom && kind.Whole() == need
		}) {
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

// What names the resource or path as people write it: "daemonsets.apps", "/version".
func (r Right) What() string {
	switch {
	case r.URL != "":
		return r.URL
	case r.Group == "":
		return r.Resource
	}
	return r.Resource + "." + r.Group
}

// String says the right as one would ask for it: "get configmaps in kube-system
// (coredns)".
func (r Right) String() string {
	text := r.Verb + " " + r.What()
	if r.Namespace != "" {
		text += " in " + r.Namespace
	}
	if len(r.Names) > 0 {
		text += " (" + strings.Join(r.Names, ", ") + ")"
	}
	return text
}

func (r Right) key() string {
	return strings.Join([]string{r.Namespace, r.URL, r.Group, r.Resource, r.Verb, strings.Join(r.Names, ",")}, "\x00")
}
