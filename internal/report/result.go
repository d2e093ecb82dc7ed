package report

import (
	"slices"

	"github.com/kready/kready/internal/check"
)

// Fails reports whether the exit code stands for a result: a gap that FailOn counts, or a
// must-have that was not judged and that nobody accepted. A format that has a notion of
// failing uses it, so that it is red exactly when the command is.
func (r Report) Fails(x Result) bool {
	if x.Waiver != nil {
		return false
	}
	floor, isNew := NewGapsTier(r.Verdict.FailOn)
	switch check.Status(x.Status) {
	case check.StatusGap:
		if isNew {
			return r.GotWorse(x) && check.Tier(x.Tier).AtLeast(floor)
		}
		return r.Verdict.FailOn != Never && check.Tier(x.Tier).AtLeast(check.Tier(r.Verdict.FailOn))
	case check.StatusUnknown, check.StatusError:
		if isNew && r.Baseline != nil {
			return r.GotWorse(x) && r.Verdict.ExitCode != 0
		}
		asked := r.Verdict.Asked != nil && slices.Contains(r.Verdict.Asked.IDs, x.ID)
		return x.Tier == string(check.TierMust) && (asked || r.Requires(x.Battery)) && r.Verdict.ExitCode != 0
	}
	return false
}

// MustGap reports whether a must-have of a battery's level is a gap that no waiver covers.
func (r Report) MustGap(battery, level string) bool {
	return slices.ContainsFunc(r.Results, func(x Result) bool {
		return x.Battery == battery && x.Level == level && x.Waiver == nil &&
			(x.Status == string(check.StatusGap) || x.Folded) && x.Tier == string(check.TierMust)
	})
}

// Following returns the gaps that follow from that of a check, by which they are skipped.
func (r Report) Following(id string) []Result {
	return slices.DeleteFunc(slices.Clone(r.Results), func(x Result) bool { return !x.Folded || x.Because != id })
}

// GotWorse reports whether a result is worse than in the baseline.
func (r Report) GotWorse(x Result) bool {
	return r.Baseline != nil && slices.ContainsFunc(
		slices.Concat(r.Baseline.NewGaps, r.Baseline.ChangedGaps, r.Baseline.NewlyUnknown),
		func(c Change) bool { return c.ID == x.ID && c.Worse })
}

// Requires reports whether the profile requires a battery.
func (r Report) Requires(battery string) bool {
	return slices.ContainsFunc(r.Batteries, func(b Battery) bool { return b.Name == battery && b.Required })
}

// StatusOrWaived is a result's status, or Waived for one that a waiver covers.
func (x Result) StatusOrWaived() string {
	if x.Waiver != nil {
		return Waived
	}
	return x.Status
}
