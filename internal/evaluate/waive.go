package evaluate

import (
	"slices"
	"time"

	"github.com/kready/kready/internal/check"
)

// Waive lays waivers over results: gaps, unknowns and errors that one covers keep
// their status and no longer count. It returns new results, and for each waiver what
// became of it. Expired ones cover nothing.
func Waive(results []check.Result, waivers []check.Waiver, asOf time.Time) ([]check.Result, []check.WaiverState) {
	states := make([]check.WaiverState, len(waivers))
	for i, w := range waivers {
		states[i] = check.WaiverUnused
		if w.Expired(asOf) {
			states[i] = check.WaiverExpired
		}
	}
	out := slices.Clone(results)
	for i := range out {
		for j := range waivers {
			if states[j] != check.WaiverExpired && cover(&out[i], &waivers[j]) {
				states[j] = check.WaiverActive
			}
		}
	}
	return out, states
}

// cover lays one waiver over one result, and reports whether it fitted.
func cover(r *check.Result, w *check.Waiver) bool {
	switch r.Outcome.Status {
	case check.StatusPass, check.StatusSkip:
		return false
	}
	if !w.Covers(r.Check) {
		return false
	}
	if w.Object == "" {
		r.Waiver = w
		return true
	}
	var left, waived []check.Finding
	for _, f := range r.Outcome.Findings {
		if w.Names(f.Object) {
			waived = append(waived, f)
			continue
		}
		left = append(left, f)
	}
	if len(waived) == 0 {
		return false
	}
	r.Waived = append(slices.Clone(r.Waived), waived...)
	r.Outcome.Findings = left
	if len(left) == 0 {
		r.Waiver = w
		r.Outcome.Findings, r.Waived = r.Waived, nil
	}
	return true
}
