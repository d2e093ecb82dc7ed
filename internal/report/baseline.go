package report

import (
	"fmt"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/text"
)

// FailOn values with which only gaps that are new, or grew, since a baseline fail a run.
const (
	FailOnNew       = "new"        // must-haves
	FailOnNewShould = "new-should" // should-haves as well
	FailOnNewCould  = "new-could"  // all
)

// NewFloor returns the least tier that a FailOn value about new gaps is about, and
// whether it is such a value.
func NewFloor(failOn string) (check.Tier, bool) {
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

// Against returns r with what changed since a baseline. Where FailOn is about what is
// new, that decides the verdict; otherwise the verdict stays.
func (r Report) Against(b Baseline, allowUnknown bool) Report {
	r.Baseline = &b
	if _, ok := NewFloor(r.Verdict.FailOn); ok {
		v := b.Judge(r.Verdict.FailOn, allowUnknown)
		r.Verdict.ExitCode, r.Verdict.Ready = v.ExitCode, v.ExitCode == 0
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
	// NewGaps counts gaps that are new or grew and weigh as much as FailOn says;
	// must-haves when it is never.
	NewGaps int `json:"newGaps"`
	// NewUnknown counts must-haves that can no longer be judged.
	NewUnknown int `json:"newUnknown"`
}

// Judge decides on the exit code: a new gap outweighs what is no longer judged.
func (c Changes) Judge(failOn string, allowUnknown bool) ChangeVerdict {
	floor, isNew := NewFloor(failOn)
	if !isNew {
		floor = check.TierMust
	}
	v := ChangeVerdict{FailOn: failOn, NewGaps: c.Worse(floor), NewUnknown: c.Lost()}
	v.Worse = v.NewGaps+v.NewUnknown > 0
	switch {
	case isNew && v.NewGaps > 0:
		v.ExitCode = 1
	case v.NewUnknown > 0 && !allowUnknown:
		v.ExitCode = 3
	}
	return v
}

// Words are the verdict in capitals, the status that stands for it, and why.
func (v ChangeVerdict) Words() (word, status, meaning string) {
	gaps, none := text.Counted(v.NewGaps, "must-have gap is", "must-have gaps are"), "no must-have gap is"
	if floor, ok := NewFloor(v.FailOn); ok && floor != check.TierMust {
		gaps = text.Counted(v.NewGaps, "gap", "gaps") + fmt.Sprintf(" of tier %s or above %s", floor, text.Are(v.NewGaps))
		none = fmt.Sprintf("no gap of tier %s or above is", floor)
	}
	gaps, none = gaps+" new or larger", none+" new or larger"
	lost := text.Counted(v.NewUnknown, "must-have", "must-haves") + " can no longer be judged"
	switch {
	case v.ExitCode == 1 && v.NewUnknown > 0:
		return "WORSE", "gap", gaps + "; " + lost
	case v.ExitCode == 1:
		return "WORSE", "gap", gaps
	case v.ExitCode == 3:
		return "NOT JUDGED", "unknown", lost
	case v.NewGaps > 0: // --fail-on never
		return "WORSE, AND ACCEPTED", "gap", gaps
	case v.NewUnknown > 0:
		return "NO WORSE", "pass", none + "; " + lost + ", and that is accepted"
	}
	return "NO WORSE", "pass", none
}

// newWords are the words of a verdict that is about what is new since a baseline; ok is
// false for any other verdict.
func newWords(v Verdict) (word, status, meaning string, ok bool) {
	if _, ok := NewFloor(v.FailOn); !ok {
		return "", "", "", false
	}
	if v.ExitCode == 0 && v.MustGaps == 0 && v.Complete {
		return "READY", "pass", "no must-have gap, and every must-have was judged", true
	}
	word, status, meaning = ChangeVerdict{
		ExitCode: v.ExitCode, FailOn: v.FailOn, NewGaps: v.NewGaps, NewUnknown: v.NewUnknown,
	}.Words()
	meaning = "against the baseline, " + meaning
	if v.ExitCode != 0 {
		return word, status, meaning, true
	}
	if v.MustGaps > 0 {
		meaning += "; " + text.Counted(v.MustGaps, "must-have gap is", "must-have gaps are") + " not new, or not compared"
	}
	if n := v.MustUnknown - v.NewUnknown; n > 0 {
		meaning += "; " + text.Counted(n, "must-have", "must-haves") + " could not be judged, as before"
	}
	return word, status, meaning, true
}
