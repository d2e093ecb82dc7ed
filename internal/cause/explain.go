package cause

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// Explain returns the results with the causes of their gaps, each named in the findings that rest
// on what is not well.
func (c *Causes) Explain(results []check.Result) []check.Result {
	out := slices.Clone(results)
	c.policiesOn = enforced(results)
	clear(c.denying)
	for i := range out {
		r := &out[i]
		if r.Outcome.Status == check.StatusGap && slices.Contains(aboutReadiness, r.Check.ID) {
			c.explain(r)
		}
	}
	return out
}

// explain names the causes in the findings of one gap.
func (c *Causes) explain(r *check.Result) {
	r.Outcome.Findings = slices.Clone(r.Outcome.Findings)
	r.Explained = len(r.Outcome.Findings) > 0
	named := map[check.Cause]bool{}
	for i := range r.Outcome.Findings {
		f := &r.Outcome.Findings[i]
		remedied := false
		for _, cause := range c.behind(r.Check.Battery(), f.Object) {
			said := cause.Kind == NotReady && cause.Object == f.Object || cause.Kind == NetworkPolicy && strings.Contains(f.Message, cause.Object.Name)
			if said { // by the finding itself
				continue
			}
			f.Cause = joined(f.Cause, cause.Message)
			remedied = remedied || cause.Remedy != ""
			if !named[cause] {
				named[cause] = true
				r.Causes = append(r.Causes, cause)
			}
		}
		r.Explained = r.Explained && remedied
	}
	// What only does not answer may wait for what is known to fail.
	slices.SortStableFunc(r.Causes, func(a, b check.Cause) int { return vague(a) - vague(b) })
}

// vague is 1 for a cause that only says that a program does not answer.
func vague(c check.Cause) int {
	if c.Kind == ProbeFails || c.Kind == NotReady {
		return 1
	}
	return 0
}

// behind returns the causes of what an object rests on. A node is one for the agents of a battery
// that are to run on it.
func (c *Causes) behind(battery string, object facts.ObjectRef) []check.Cause {
	out := c.ofBalancer(object)
	if len(out) > 0 {
		return out
	}
	refs := c.restsOn(object)
	if object.Kind == "Node" {
		refs = c.agentsOn(object.Name, battery)
	}
	for _, ref := range refs {
		for _, cause := range c.Of(ref) {
			if !slices.Contains(out, cause) {
				out = append(out, cause)
			}
		}
	}
	if slices.ContainsFunc(out, func(o check.Cause) bool { return o.Kind != SelectsNoNode }) {
		// What is meant for other nodes explains nothing where something else does.
		out = slices.DeleteFunc(out, func(o check.Cause) bool { return o.Kind == SelectsNoNode })
	}
	if len(out) == 0 {
		out = append(out, c.cutOff(refs)...)
	}
	if b, ok := c.serviceOf(object); ok && len(refs) == 0 {
		out = append(out, c.selectsNothing(b)...)
	}
	return out
}

// serviceOf returns the one Service that an object is or calls.
func (c *Causes) serviceOf(object facts.ObjectRef) (facts.Backend, bool) {
	switch object.Kind {
	case "Service":
		return c.backend(object.Namespace, object.Name)
	case "APIService":
		if a := c.by.apiServices[object.Name]; a != nil {
			return c.backend(a.ServiceNamespace, a.ServiceName)
		}
	}
	return facts.Backend{}, false
}

// selectsNothing says that a Service without endpoints selects the pods of no workload.
func (c *Causes) selectsNothing(b facts.Backend) []check.Cause {
	blind := len(c.in.Blind([]facts.Kind{facts.KindWorkloads})) > 0
	if !b.Exists || b.External || b.Endpoints > 0 || len(b.Selector) == 0 || blind {
		return nil
	}
	return []check.Cause{{
		Object: facts.ObjectRef{Kind: "Service", Namespace: b.Namespace, Name: b.Name}, Kind: NothingSelected,
		Message: fmt.Sprintf("no workload in namespace %s has pods with the labels that Service %s selects", b.Namespace, b.Name),
	}}
}

// joined joins two sentences without full stops; either may be empty.
func joined(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}
