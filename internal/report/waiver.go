package report

import (
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// matcher is the waiver with the fields that decide what it covers.
func (w Waiver) matcher() check.Waiver {
	return check.Waiver{Check: w.Check, Battery: w.Battery, Object: w.Object}
}

// Subject names what the waiver accepts: a check, a battery, a check on an object.
func (w Waiver) Subject() string { return w.matcher().String() }

// Covers reports whether the waiver accepts gaps of a check, on whatever object.
func (w Waiver) Covers(x Result) bool { return w.matcher().Covers(check.Check{ID: x.ID}) }

// WaiverOf finds the active waiver of a finding in x.Waived; false when there is none.
func (r Report) WaiverOf(x Result, o Object) (Waiver, bool) {
	for _, w := range r.Waivers {
		if w.State == string(check.WaiverActive) && w.Covers(x) && w.matcher().CoversObject(facts.ObjectRef(o)) {
			return w, true
		}
	}
	return Waiver{}, false
}

// ExpiredWaivers returns the expired waivers of a check: why its gap counts again.
func (r Report) ExpiredWaivers(x Result) []Waiver {
	var all []Waiver
	for _, w := range r.Waivers {
		if w.State == string(check.WaiverExpired) && w.Covers(x) {
			all = append(all, w)
		}
	}
	return all
}
