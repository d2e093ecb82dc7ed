package cause

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// Fold returns the results with each gap put under the one that it follows from: all of its
// findings rest on what is not well, and gaps of its tier or a higher one, that no waiver covers,
// report that already. It becomes a skip that names the first of these, and keeps its findings.
func (c *Causes) Fold(results []check.Result) []check.Result {
	out := slices.Clone(results)
	leads := map[facts.ObjectRef]string{} // the gap that reports it
	for _, g := range c.gaps(out) {
		ids := reportedBy(g.roots, leads)
		if len(ids) > 0 {
			follow(g.result, ids)
			continue
		}
		for _, root := range g.roots {
			if leads[root] == "" {
				leads[root] = g.result.Check.ID
			}
		}
	}
	foldFollowers(out)
	return out
}

// foldFollowers puts gaps under the one that explains them by what their checks say, where that is
// a gap of their tier or a higher one which no waiver covers. A check comes after the one that
// explains it, which may itself follow from another.
func foldFollowers(results []check.Result) {
	for range check.Levels() { // as long as a chain may be
		for i := range results {
			r := &results[i]
			if r.Outcome.Status != check.StatusGap || r.Waiver != nil || r.Outcome.Follows == "" {
				continue
			}
			lead := slices.IndexFunc(results, func(x check.Result) bool { return x.Check.ID == r.Outcome.Follows })
			if lead < 0 || results[lead].Waiver != nil || slices.Index(check.Tiers(), results[lead].Check.Tier) > slices.Index(check.Tiers(), r.Check.Tier) {
				continue
			}
			switch by := results[lead]; {
			case by.Folded:
				follow(r, []string{by.Because})
			case by.Outcome.Status == check.StatusGap && by.Outcome.Follows == "":
				follow(r, []string{by.Check.ID})
			}
		}
	}
}

// gap is a gap that can follow from another, or lead one.
type gap struct {
	result *check.Result
	// roots are what is not well behind its findings.
	roots []facts.ObjectRef
}

// gaps returns the gaps in the order in which they lead: of those that rest on the same, the one
// whose tier is higher, then the one of a product's own battery, then the one that rests on more.
func (c *Causes) gaps(results []check.Result) []gap {
	var all []gap
	for i := range results {
		r := &results[i]
		if r.Outcome.Status != check.StatusGap || r.Waiver != nil || !slices.Contains(aboutReadiness, r.Check.ID) {
			continue
		}
		if roots := c.roots(r.Check.Battery(), r.Outcome.Findings); len(roots) > 0 {
			all = append(all, gap{r, roots})
		}
	}
	tier := func(g gap) int { return slices.Index(check.Tiers(), g.result.Check.Tier) }
	level := func(g gap) int { return slices.Index(check.Levels(), g.result.Check.Level) }
	slices.SortStableFunc(all, func(a, b gap) int {
		return cmp.Or(
			cmp.Compare(tier(a), tier(b)), cmp.Compare(general(a.result.Check.ID), general(b.result.Check.ID)),
			cmp.Compare(len(b.roots), len(a.roots)), cmp.Compare(level(a), level(b)), cmp.Compare(a.result.Check.ID, b.result.Check.ID),
		)
	})
	return all
}

// reportedBy returns the gaps that report the roots, each once; none when one of them is not
// reported.
func reportedBy(roots []facts.ObjectRef, leads map[facts.ObjectRef]string) []string {
	var ids []string
	for _, root := range roots {
		id := leads[root]
		if id == "" {
			return nil
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// follow makes a gap a skip under others.
func follow(r *check.Result, ids []string) {
	r.Because, r.Folded = ids[0], true
	r.Outcome.Status = check.StatusSkip
	r.Outcome.Reason = fmt.Sprintf("%s; that follows from %s", r.Outcome.Reason, strings.Join(ids, " and "))
}

// roots returns what is not well behind the findings; nothing when one of them rests on nothing
// that is known not to be.
func (c *Causes) roots(battery string, findings []check.Finding) []facts.ObjectRef {
	var out []facts.ObjectRef
	known := map[facts.ObjectRef]bool{}
	for _, f := range findings {
		var here []facts.ObjectRef
		for _, cause := range c.behind(battery, f.Object) {
			here = appendNew(here, cause.Object)
		}
		if c.isDown(f.Object) {
			here = appendNew(here, f.Object)
		}
		if len(here) == 0 {
			return nil
		}
		for _, ref := range here {
			if !known[ref] {
				known[ref] = true
				out = append(out, ref)
			}
		}
	}
	return out
}

// isDown reports whether an object is a node that is not Ready.
func (c *Causes) isDown(object facts.ObjectRef) bool {
	n := c.by.nodes[object.Name]
	return object.Kind == "Node" && n != nil && !n.Virtual && !n.Ready()
}

// general is higher for checks that judge what every product has alike: the gap of a product's own
// check says more.
func general(id string) int {
	switch id {
	case "cluster/nodes-ready", "network/servers-under-deny": // about the cause itself
		return -1
	case "cluster/apiservices-available", "cluster/crd-conversion-live", "cluster/system-workloads", "images/pull-errors", "scaling/unschedulable":
		return 2
	case "policy/webhook-backends":
		return 1
	}
	return 0
}
