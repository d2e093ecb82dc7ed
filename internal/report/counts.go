package report

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
)

// fails reports whether a result is one of those that the exit code stands for: a gap that
// FailOn is about, or a must-have that was not judged and that nobody accepted. A format
// that has a notion of failing uses it, so that it is red exactly when the command is.
func (r Report) fails(x Result) bool {
	if x.Waiver != nil {
		return false
	}
	floor, isNew := NewFloor(r.Verdict.FailOn)
	switch check.Status(x.Status) {
	case check.StatusGap:
		if isNew {
			return r.worse(x) && check.Tier(x.Tier).AtLeast(floor)
		}
		return r.Verdict.FailOn != Never && check.Tier(x.Tier).AtLeast(check.Tier(r.Verdict.FailOn))
	case check.StatusUnknown, check.StatusError:
		if isNew && r.Baseline != nil {
			return r.worse(x) && r.Verdict.ExitCode != 0
		}
		return x.Tier == string(check.TierMust) && r.required(x.Battery) && r.Verdict.ExitCode != 0
	}
	return false
}

// worse reports whether a result is worse than in the baseline.
func (r Report) worse(x Result) bool {
	return r.Baseline != nil && slices.ContainsFunc(
		slices.Concat(r.Baseline.NewGaps, r.Baseline.ChangedGaps, r.Baseline.NewlyUnknown),
		func(c Change) bool { return c.ID == x.ID && c.Worse })
}

// required reports whether the profile wants a battery.
func (r Report) required(battery string) bool {
	return slices.ContainsFunc(r.Batteries, func(b Battery) bool { return b.Name == battery && b.Required })
}

// standing is a result's status, or "waived" for one that counts for nothing.
func standing(x Result) string {
	if x.Waiver != nil {
		return "waived"
	}
	return x.Status
}

// waiverOf finds the waiver that covers a waived finding of a result that has others left.
func (r Report) waiverOf(x Result, o Object) (Waiver, bool) {
	for _, w := range r.Waivers {
		about := w.Check == x.ID || w.Check == "" && w.Battery == x.Battery
		if about && w.State == string(check.WaiverActive) && names(w.Object, o) {
			return w, true
		}
	}
	return Waiver{}, false
}

// names reports whether a waiver's object is o, with its kind or without.
func names(object string, o Object) bool {
	return object == place(o) || strings.EqualFold(object, o.Kind+"/"+place(o))
}

// place is "namespace/name", or the name alone where there is no namespace.
func place(o Object) string {
	if o.Namespace == "" {
		return o.Name
	}
	return o.Namespace + "/" + o.Name
}

// lapsed returns the complaints about expired waivers of a check: why its gap is back.
func (r Report) lapsed(x Result) []string {
	var all []string
	for _, w := range r.Waivers {
		if w.State == string(check.WaiverExpired) && (w.Check == x.ID || w.Check == "" && w.Battery == x.Battery) {
			all = append(all, complaint(w))
		}
	}
	return all
}

// accepted says who accepted a gap, until when, and why, in one sentence.
func accepted(w Waiver) string {
	return sentence("waived by " + w.Owner + " until " + w.Expires + ": " + w.Reason)
}
