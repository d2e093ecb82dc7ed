package report

import (
	"github.com/kready/kready/internal/check"
)

// FailOn values with which only gaps that are new, or grew, since a baseline fail a run.
const (
	FailOnNew       = "new"        // must-haves
	FailOnNewShould = "new-should" // should-haves as well
	FailOnNewCould  = "new-could"  // all
)

// NewGapsTier returns the least tier that a FailOn value about new gaps is about, and
// whether it is such a value.
func NewGapsTier(failOn string) (check.Tier, bool) {
	switch failOn {
	case FailOnNew:
		return check.TierMust, true
	case FailOnNewShould:
		return check.TierShould, true
	case FailOnNewCould:
		return check.TierCould, true
	}
	return "", false
}

// Baseline is an earlier report of the target, and what changed since.
type Baseline struct {
	Side
	Changes
}

// WithBaseline returns r with what changed since a baseline. Where FailOn is about what is
// new, that decides the verdict; otherwise the verdict stays.
func (r Report) WithBaseline(b Baseline, allowUnknown bool) Report {
	r.Baseline = &b
	if _, ok := NewGapsTier(r.Verdict.FailOn); ok {
		v := b.Judge(r.Verdict.FailOn, allowUnknown)
		r.Verdict.ExitCode, r.Verdict.Ready = v.ExitCode, v.ExitCode == 0 && r.Verdict.Asked == nil
		r.Verdict.NewGaps, r.Verdict.NewUnknown = v.NewGaps, v.NewUnknown
	}
	return r
}

// ChangeVerdict is the verdict on changes alone.
type ChangeVerdict struct {
	// Worse is true when NewGaps or NewUnknown is not zero.
	Worse bool `json:"worse"`
	// ExitCode is what the command exits with: 0, 1 or 3.
	ExitCode int `json:"exitCode"`
	// FailOn is new, new-should, new-could or never.
	FailOn string `json:"failOn"`
	// NewGaps counts gaps that are new or grew, of the tiers that FailOn counts;
	// must-haves when it is never.
	NewGaps int `json:"newGaps"`
	// NewUnknown counts must-haves that can no longer be judged.
	NewUnknown int `json:"newUnknown"`
}

// Judge decides on the exit code: a new gap comes before what is no longer judged.
func (c Changes) Judge(failOn string, allowUnknown bool) ChangeVerdict {
	floor, isNew := NewGapsTier(failOn)
	if !isNew {
		floor = check.TierMust
	}
	v := ChangeVerdict{FailOn: failOn, NewGaps: c.CountWorse(floor), NewUnknown: c.CountLost()}
	v.Worse = v.NewGaps+v.NewUnknown > 0
	switch {
	case isNew && v.NewGaps > 0:
		v.ExitCode = 1
	case v.NewUnknown > 0 && !allowUnknown:
		v.ExitCode = 3
	}
	return v
}
