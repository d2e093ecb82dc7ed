package report

import (
	"fmt"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/text"
)

// Headline is the verdict in capitals, the status that stands for it, and what it means,
// with its exit code.
func (v Verdict) Headline() (word, status, meaning string) {
	// A few requirements can show that a service cannot land, and never that it can.
	if v.Subject == string(check.SubjectService) && (v.Asked == nil || v.ExitCode != 0) {
		return v.landing()
	}
	word, status, meaning = "READY", "pass", "no gap that counts, and every must-have was judged"
	switch v.ExitCode {
	case 1:
		word, status, meaning = "NOT READY", "gap", failMeaning(v)
	case 3:
		word, status = "NOT JUDGED", "unknown"
		meaning = text.Counted(v.MustUnknown, "must-have", "must-haves") + " could not be judged"
	default:
		if !v.Complete {
			meaning = fmt.Sprintf("no gap that counts; %s not judged, and accepted so",
				text.Counted(v.MustUnknown, "must-have was", "must-haves were"))
		}
	}
	if v.accepted() {
		word, status, meaning = "NOT READY", "gap", failMeaning(v)+acceptedBy
	}
	if v.Asked != nil && v.ExitCode == 0 {
		word, status, meaning = v.Asked.headline()
	}
	if w, s, m, ok := newGapsHeadline(v); ok {
		word, status, meaning = w, s, m
	}
	return word, status, fmt.Sprintf("%s (exit %d).", meaning, v.ExitCode)
}

// accepted reports whether there are must-have gaps, none of which fails the run. The run is fine; what it
// looked at is not.
func (v Verdict) accepted() bool { return v.ExitCode == 0 && v.FailOn == Never && v.MustGaps > 0 }

const acceptedBy = ", accepted by --fail-on never"

// landing is the headline of a service.
func (v Verdict) landing() (word, status, meaning string) {
	word, status, meaning = "CAN LAND", "pass", "every requirement that counts is met"
	switch v.ExitCode {
	case 0:
		if v.accepted() {
			word, status, meaning = "CANNOT LAND", "gap", text.Counted(v.MustGaps, "requirement", "requirements")+acceptedBy
		} else if !v.Complete {
			meaning = fmt.Sprintf("no requirement that counts is unmet; %s not judged, and accepted so", text.Counted(v.MustUnknown, "requirement was", "requirements were"))
		}
	case 1:
		word, status, meaning = "CANNOT LAND", "gap", text.Counted(v.Counts.Gap, "requirement is not met", "requirements are not met")
		if v.MustGaps > 0 {
			meaning = text.Counted(v.MustGaps, "requirement", "requirements")
		}
	case 3:
		word, status = "CANNOT TELL", "unknown"
		meaning = text.Counted(v.MustUnknown, "requirement", "requirements") + " could not be judged"
	}
	return word, status, fmt.Sprintf("%s (exit %d).", meaning, v.ExitCode)
}

// newGapsHeadline is the headline of a verdict that is about what is new since a baseline; ok is
// false for any other verdict.
func newGapsHeadline(v Verdict) (word, status, meaning string, ok bool) {
	if _, ok := NewGapsTier(v.FailOn); !ok {
		return "", "", "", false
	}
	if v.ExitCode == 0 && v.MustGaps == 0 && v.Complete && v.Asked != nil {
		word, status, meaning = v.Asked.headline()
		return word, status, meaning, true
	}
	if v.ExitCode == 0 && v.MustGaps == 0 && v.Complete {
		return "READY", "pass", "no must-have gap, and every must-have was judged", true
	}
	word, status, meaning = ChangeVerdict{
		ExitCode: v.ExitCode, FailOn: v.FailOn, NewGaps: v.NewGaps, NewUnknown: v.NewUnknown,
	}.Headline()
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

func failMeaning(v Verdict) string {
	if v.FailOn != "must" && v.FailOn != Never {
		return fmt.Sprintf("at least one gap of tier %s or above", v.FailOn)
	}
	return text.Counted(v.MustGaps, "must-have gap", "must-have gaps")
}

// Tally says how many checks came out how.
func (v Verdict) Tally() string {
	others := v.Counts.Gap - v.MustGaps
	parts := []string{text.Counted(v.MustGaps, "must-have gap", "must-have gaps")}
	if others > 0 {
		parts = append(parts, text.Counted(others, "lesser gap", "lesser gaps"))
	}
	if n := v.Counts.Unknown; n > 0 {
		parts = append(parts, fmt.Sprintf("%d not judged", n))
	}
	if n := v.Counts.Error; n > 0 {
		parts = append(parts, text.Counted(n, "check broke", "checks broke"))
	}
	if n := v.Counts.Waived; n > 0 {
		parts = append(parts, fmt.Sprintf("%d waived", n))
	}
	parts = append(parts, fmt.Sprintf("%d passed", v.Counts.Pass), fmt.Sprintf("%d skipped", v.Counts.Skip))
	return strings.Join(parts, ", ") + "."
}

// Headline is the verdict in capitals, the status that stands for it, and why.
func (v ChangeVerdict) Headline() (word, status, meaning string) {
	gaps, none := text.Counted(v.NewGaps, "must-have gap is", "must-have gaps are"), "no must-have gap is"
	if floor, ok := NewGapsTier(v.FailOn); ok && floor != check.TierMust {
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
