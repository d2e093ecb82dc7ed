package rbac

import (
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// Outlook is whether a check can be judged, as far as that follows from rights.
type Outlook string

// The three outlooks.
const (
	Judged  Outlook = "judged"  // it has every right that it needs
	Perhaps Outlook = "perhaps" // it depends on the cluster and on the answer, or no authorizer answered
	Unknown Outlook = "unknown" // a right that it needs in every cluster is missing
)

// Answer is the result of reviewing one demand.
type Answer struct {
	Demand
	// Missing is the part of the right that is refused: all of it, or single names.
	Missing kube.Right
	// Partly is true when only some of the names are refused.
	Partly bool
	// Unsure is true when it is not known whether it is refused.
	Unsure bool
	// Unavailable is the reason why the resource cannot be read, whatever the rights: the server
	// behind it does not answer.
	Unavailable string
}

// MissingRight is a right that a check needs and does not have.
type MissingRight struct {
	kube.Right
	// When is the condition under which a cluster makes use of it; "" when always.
	When string
	// Unsure and Unavailable are as in Answer.
	Unsure      bool
	Unavailable string
}

// Forecast is the outlook of one check.
type Forecast struct {
	Check   check.Check
	Outlook Outlook
	// Missing are the rights that the check itself does not have.
	Missing []MissingRight
	// InheritedFrom is the required check whose outlook it shares, "" when it lacks a right
	// itself.
	InheritedFrom string
}

// Forecasts returns the outlook of each check, given the answers to the demands that are not
// granted. A check must come after those that it requires, as check.Order sorts them.
func Forecasts(checks []check.Check, unmet []Answer) []Forecast {
	done := map[string]Forecast{}
	out := make([]Forecast, 0, len(checks))
	for _, c := range checks {
		f := Forecast{Check: c, Outlook: Judged}
		for _, id := range c.Requires {
			if readsOnlyProbes(c) {
				break
			}
			before, ok := done[id]
			if ok && worse(before.Outlook, f.Outlook) {
				f.Outlook, f.InheritedFrom = before.Outlook, id
				if before.InheritedFrom != "" {
					f.InheritedFrom = before.InheritedFrom
				}
			}
		}
		for _, a := range unmet {
			f.addMissing(a)
		}
		done[c.ID] = f
		out = append(out, f)
	}
	return out
}

// readsOnlyProbes reports whether a check reads nothing but the result of a probe. A run
// without probes skips it, whatever it requires.
func readsOnlyProbes(c check.Check) bool {
	return c.Level == check.LevelProven && slices.Equal(c.Needs, []facts.Kind{facts.KindProbes})
}

// addMissing adds the missing part of a demand, if the check needs it.
func (f *Forecast) addMissing(a Answer) {
	for _, use := range a.Uses {
		if !slices.Contains(use.Checks, f.Check.ID) {
			continue
		}
		outlook := Unknown
		if use.When != "" || a.Partly || a.Unsure || slices.Contains(use.Some, f.Check.ID) {
			outlook = Perhaps
		}
		if worse(outlook, f.Outlook) {
			f.Outlook, f.InheritedFrom = outlook, ""
		}
		f.Missing = append(f.Missing, MissingRight{Right: a.Missing, When: use.When, Unsure: a.Unsure, Unavailable: a.Unavailable})
	}
}

// worse reports whether a check with outlook a is less likely to be judged than with b.
func worse(a, b Outlook) bool {
	order := []Outlook{Judged, Perhaps, Unknown}
	return slices.Index(order, a) > slices.Index(order, b)
}
