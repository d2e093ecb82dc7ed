package check

import (
	"strings"
	"time"

	"github.com/kready/kready/internal/facts"
)

// Waiver is a gap that somebody has accepted, for a time. It works for things that
// are absent, too, and for what cannot be judged.
type Waiver struct {
	// Check is the id of the check, or "" when Battery names all of a battery's.
	Check   string
	Battery string
	// Object narrows it to one object: "name", "namespace/name" or
	// "Kind/namespace/name"; "" waives the check as a whole.
	Object string
	Owner  string
	Reason string
	// Expires is the last day on which it counts.
	Expires time.Time
}

// Expired reports whether the waiver's last day is over.
func (w Waiver) Expired(asOf time.Time) bool { return w.DaysLeft(asOf) < 0 }

// DaysLeft counts the days that the waiver counts after that of asOf, in UTC: zero on
// its last day, less when it has expired.
func (w Waiver) DaysLeft(asOf time.Time) int {
	const day = 24 * time.Hour
	return int(w.Expires.UTC().Truncate(day).Sub(asOf.UTC().Truncate(day)) / day)
}

// Covers reports whether the waiver is for a check.
func (w Waiver) Covers(c Check) bool {
	return w.Check == c.ID || w.Check == "" && w.Battery == c.Battery()
}

// SameTarget reports whether two waivers are for the same check, battery and object.
func (w Waiver) SameTarget(other Waiver) bool {
	return w.Check == other.Check && w.Battery == other.Battery && w.Object == other.Object
}

// String says what the waiver is for: a check, a battery, a check on an object.
func (w Waiver) String() string {
	what := w.Check
	if what == "" {
		what = "battery " + w.Battery
	}
	if w.Object != "" {
		what += " on " + w.Object
	}
	return what
}

// CoversObject reports whether the waiver is for an object, or for all of them.
func (w Waiver) CoversObject(o facts.ObjectRef) bool {
	if w.Object == "" {
		return true
	}
	full := o.Name
	if o.Namespace != "" {
		full = o.Namespace + "/" + full
	}
	return w.Object == full || strings.EqualFold(w.Object, o.Kind+"/"+full)
}

// WaiverState says what became of a waiver in a run.
type WaiverState string

// The states of a waiver.
const (
	WaiverActive   WaiverState = "active"   // it covered something
	WaiverExpired  WaiverState = "expired"  // its last day is over; it no longer counts
	WaiverUnused   WaiverState = "unused"   // it matched no gap
	WaiverUnjudged WaiverState = "unjudged" // what it is for was not judged in this run
)
