package engine

import (
	"slices"

	"github.com/kready/kready/internal/cause"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/inventory"
	"github.com/kready/kready/internal/probe"
)

// WithNeeds returns the checks with the kinds of fact behind the fields that they read, by
// what inventory declares of the derived ones, and those in which the causes of its gaps are
// found. Whoever loads checks calls it.
func WithNeeds(checks []check.Check) []check.Check {
	out := slices.Clone(checks)
	for i, c := range out {
		reads := inventory.Resolve(c.Reads, c.OptionalReads)
		if cause.Concerns(reads.Needs, reads.Optional) {
			reads = reads.WithOptional(cause.Reads())
		}
		out[i].Needs, out[i].Optional = reads.Needs, reads.Optional
	}
	return out
}

// Needs returns the kinds of fact that any of the checks or probes looks at, sorted: what is
// collected for them.
func Needs(checks []check.Check, probes ...probe.Probe) []facts.Kind {
	all := [][]facts.Kind{inventory.Resolve(probe.Reads(probes), nil).Kinds()}
	for _, c := range checks {
		all = append(all, c.Needs, c.Optional)
	}
	return facts.SortedKinds(all...)
}
