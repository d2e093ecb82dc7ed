package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/text"
)

// Asked says what became of the checks that a narrowed run was asked for.
type Asked struct {
	// IDs are the checks that the command named, itself or by their battery.
	IDs     []string `json:"ids"`
	Pass    int      `json:"pass"`
	Gap     int      `json:"gap"`
	Unknown int      `json:"unknown"` // could not be judged, or broke
	Skip    int      `json:"skip"`
	Waived  int      `json:"waived"`
	// Required counts the checks that were judged because these require them.
	Required int `json:"required"`
}

// newAsked counts the results of the checks that were asked for; nil when that is all.
func newAsked(results []check.Result, ids []string) *Asked {
	if ids == nil {
		return nil
	}
	a := &Asked{IDs: ids, Required: len(results) - len(ids)}
	for _, r := range results {
		if !slices.Contains(ids, r.Check.ID) {
			continue
		}
		switch {
		case r.Waiver != nil:
			a.Waived++
		case r.Outcome.Status == check.StatusPass:
			a.Pass++
		case r.Outcome.Status == check.StatusGap:
			a.Gap++
		case r.Outcome.Status == check.StatusSkip:
			a.Skip++
		default:
			a.Unknown++
		}
	}
	return a
}

// WasAsked reports whether the run was for a result's check: all were, unless it was narrowed.
func (r Report) WasAsked(x Result) bool {
	return r.Verdict.Asked == nil || slices.Contains(r.Verdict.Asked.IDs, x.ID)
}

// AskedBattery reports whether the run was for any check of a battery.
func (r Report) AskedBattery(name string) bool {
	return r.Verdict.Asked == nil || slices.ContainsFunc(r.Verdict.Asked.IDs, func(id string) bool { return strings.HasPrefix(id, name+"/") })
}

// Tally says what became of the checks that were asked for, and how many others were judged.
func (a Asked) Tally() string {
	said := text.Sentence(a.sentence())
	if a.Required > 0 {
		said += " " + text.Counted(a.Required, "other was", "others were") + " judged, which these require."
	}
	return said
}

// headline is that of a run that did not fail. A part of the checks makes no cluster ready.
func (a Asked) headline() (word, status, meaning string) {
	rest := "; nothing else was judged"
	if a.Required > 0 {
		rest = "; nothing but that and what it requires was judged"
	}
	return a.word(), a.status(), a.sentence() + rest
}

func (a Asked) word() string {
	switch {
	case a.Gap+a.Waived > 0 || a.Unknown > 0 && a.Pass > 0:
		return "NO GAP THAT COUNTS"
	case a.Pass == 0:
		return "NOTHING JUDGED"
	}
	return "PASSED"
}

func (a Asked) status() string {
	if a.Pass+a.Gap+a.Waived == 0 {
		return "unknown"
	}
	return "pass"
}

// sentence says what became of them: "the 1 check asked for passed".
func (a Asked) sentence() string {
	if a.Pass == len(a.IDs) && len(a.IDs) > 1 {
		return fmt.Sprintf("all %d checks asked for passed", len(a.IDs))
	}
	var parts []string
	for _, part := range []struct {
		n         int
		one, many string
	}{
		{a.Pass, "passed", "passed"},
		{a.Gap, "is a gap", "are gaps"},
		{a.Unknown, "could not be judged", "could not be judged"},
		{a.Waived, "is waived", "are waived"},
		{a.Skip, "does not apply or was not tried", "do not apply or were not tried"},
	} {
		words := part.many
		if part.n == 1 {
			words = part.one
		}
		if part.n == 1 && len(a.IDs) == 1 {
			return "the 1 check asked for " + words
		}
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, words))
		}
	}
	if len(parts) == 0 {
		return "no check was asked for that the profile has"
	}
	return fmt.Sprintf("of the %d checks asked for, %s", len(a.IDs), strings.Join(parts, ", "))
}
