package evaluate

import (
	"slices"
	"time"

	"github.com/kready/kready/internal/check"
)

// Waive applies waivers to results: gaps, unknowns and errors that one covers keep
// their status and no longer count. It returns new results, and for each waiver what
// became of it. Expired ones cover nothing. Where several cover the same, the one that
// counts longest stands for it; where each covers a part, the one that expires first.
func Waive(results []check.Result, waivers []check.Waiver, asOf time.Time) ([]check.Result, []check.WaiverState) {
	uses := make([]usage, len(waivers))
	for i, w := range waivers {
		uses[i].expired = w.Expired(asOf)
	}
	out := slices.Clone(results)
	for i := range out {
		apply(&out[i], waivers, uses)
	}
	states := make([]check.WaiverState, len(waivers))
	for i, u := range uses {
		states[i] = u.state()
	}
	return out, states
}

// usage is what has become of a waiver so far.
type usage struct {
	// matched: it covered something. unneeded: a check that it names was judged, and there
	// was nothing to cover. unjudged: one was not judged, so nobody can tell.
	expired, matched, unneeded, unjudged bool
}

func (u usage) state() check.WaiverState {
	switch {
	case u.expired:
		return check.WaiverExpired
	case u.matched:
		return check.WaiverActive
	case u.unneeded && !u.unjudged:
		return check.WaiverUnused
	}
	return check.WaiverUnjudged
}

// apply applies all waivers to one result.
func apply(r *check.Result, waivers []check.Waiver, uses []usage) {
	var forAll *check.Waiver
	covered := make([]*check.Waiver, len(r.Outcome.Findings))
	for i := range waivers {
		w, u := &waivers[i], &uses[i]
		if u.expired || !w.Covers(r.Check) {
			continue
		}
		switch status := r.Outcome.Status; {
		case status == check.StatusPass || status == check.StatusSkip:
			u.unneeded = u.unneeded || r.Because == ""
			u.unjudged = u.unjudged || r.Because != ""
		case w.Object == "":
			u.matched = true
			forAll = laterExpiry(forAll, w)
		case coverFindings(r.Outcome.Findings, covered, w):
			u.matched = true
		default:
			u.unneeded = u.unneeded || status == check.StatusGap
			u.unjudged = u.unjudged || status != check.StatusGap
		}
	}
	if forAll != nil {
		r.Waiver = forAll
		return
	}
	splitFindings(r, covered)
}

// coverFindings notes which findings a waiver of one object covers, and reports whether
// it covers any.
func coverFindings(findings []check.Finding, covered []*check.Waiver, w *check.Waiver) bool {
	fits := false
	for i, f := range findings {
		if w.CoversObject(f.Object) {
			covered[i] = laterExpiry(covered[i], w)
			fits = true
		}
	}
	return fits
}

// splitFindings takes the covered findings out of a result, or waives it when none is left.
func splitFindings(r *check.Result, covered []*check.Waiver) {
	if !slices.ContainsFunc(covered, func(w *check.Waiver) bool { return w != nil }) {
		return
	}
	var left, waived []check.Finding
	var first *check.Waiver
	for i, f := range r.Outcome.Findings {
		w := covered[i]
		if w == nil {
			left = append(left, f)
			continue
		}
		waived = append(waived, f)
		if first == nil || w.Expires.Before(first.Expires) {
			first = w
		}
	}
	if len(left) == 0 {
		r.Waiver = first
		return
	}
	r.Outcome.Findings, r.Waived = left, waived
}

// laterExpiry is the waiver that expires later; a may be nil.
func laterExpiry(a, b *check.Waiver) *check.Waiver {
	if a == nil || b.Expires.After(a.Expires) {
		return b
	}
	return a
}
