package rbac

import (
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// Outlook is what rights alone tell of a check before it runs.
type Outlook string

// The three outlooks.
const (
	Judged  Outlook = "judged"  // every right that it wants is there
	Perhaps Outlook = "perhaps" // it depends on what the cluster holds, or on what nobody says
	Unknown Outlook = "unknown" // a right that it surely needs is missing
)

// Answer is what became of one demand.
type Answer struct {
	Demand
	// Missing is what of the right is refused: all of it, or single names.
	Missing Right
	// Partly is true when only some of the names are refused.
	Partly bool
	// Unsure is true when nobody could say whether it is refused.
	Unsure bool
	// Unavailable says why the resource cannot be read, whatever the rights: the server
	// behind it does not answer.
	Unavailable string
}

// MissingRight is a right that a check wants and that is not there.
type MissingRight struct {
	Right
	// When says in which cluster it is used at all; "" when in every one.
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
	// Because is the check that it requires and whose outlook it shares, "" when it
	// lacks something itself.
	Because string
}

// Forecasts returns the outlook of each check, in the order of checks, given the answers
// to those demands that are not met. Order must put what a check requires before it,
// as check.Order does.
func Forecasts(checks []check.Check, unmet []Answer) []Forecast {
	done := map[string]Forecast{}
	out := make([]Forecast, 0, len(checks))
	for _, c := range checks {
		f := Forecast{Check: c, Outlook: Judged}
		for _, id := range c.Requires {
			if untried(c) {
				break
			}
			before, ok := done[id]
			if ok && worse(before.Outlook, f.Outlook) {
				f.Outlook, f.Because = before.Outlook, id
				if before.Because != "" {
					f.Because = before.Because
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

// untried reports whether a check judges a probe only. A run without probes skips it,
// whatever it requires.
func untried(c check.Check) bool {
	return c.Level == check.LevelProven && slices.Equal(c.Needs, []facts.Kind{facts.KindProbes})
}

// addMissing adds what the check does not have of one demand.
func (f *Forecast) addMissing(a Answer) {
	for _, use := range a.Uses {
		if !slices.Contains(use.Checks, f.Check.ID) {
			continue
		}
		outlook := Unknown
		if use.When != "" || a.Partly || a.Unsure {
			outlook = Perhaps
		}
		if worse(outlook, f.Outlook) {
			f.Outlook, f.Because = outlook, ""
		}
		f.Missing = append(f.Missing, MissingRight{Right: a.Missing, When: use.When, Unsure: a.Unsure, Unavailable: a.Unavailable})
	}
}

// worse reports whether a says less of a check than b.
func worse(a, b Outlook) bool {
	order := []Outlook{Judged, Perhaps, Unknown}
	return slices.Index(order, a) > slices.Index(order, b)
}
