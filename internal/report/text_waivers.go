package report

import (
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
)

// waived prints the gaps that somebody has accepted, and the waivers that do nothing.
func (p *page) waived(r Report) {
	printed := false
	head := func() {
		if !printed {
			p.line(p.paint.bold("WAIVED"))
			p.line()
		}
		printed = true
	}
	for _, x := range r.Results {
		if x.Waiver == nil {
			continue
		}
		head()
		p.line(fmt.Sprintf("     %s, until %s by %s", clean(x.ID), x.Waiver.Expires, clean(x.Waiver.Owner)))
		p.lines(wrap(clean(sentence(x.Reason)+" "+sentence(x.Waiver.Reason)), "       ", width))
	}
	for _, w := range inPart(r) {
		head()
		p.line(fmt.Sprintf("     %s, until %s by %s", clean(w.Covers()), w.Expires, clean(w.Owner)))
		p.lines(wrap(clean(sentence(w.Reason)), "       ", width))
	}
	for _, w := range r.Waivers {
		if w.State == "active" || w.State == "unjudged" {
			continue
		}
		head()
		p.lines(wrap(clean("- "+complaint(w)), "     ", width))
	}
	if printed {
		p.line()
	}
}

// inPart are the waivers that cover some findings of a gap, while others are left.
func inPart(r Report) []Waiver {
	return slices.DeleteFunc(slices.Clone(r.Waivers), func(w Waiver) bool {
		return w.State != "active" || w.Object == "" || !slices.ContainsFunc(r.Results, func(x Result) bool {
			return x.ID == w.Check && len(x.Waived) > 0
		})
	})
}

// complaint says why a waiver covers nothing. One whose checks were not asked is for
// machines only: nobody is to do anything about it.
func complaint(w Waiver) string {
	what := w.Covers()
	if w.State == "expired" {
		return fmt.Sprintf("The waiver of %s expired on %s and counts no more: %s is to renew it or to close the gap.", what, w.Expires, w.Owner)
	}
	if w.State == "unjudged" {
		return fmt.Sprintf("Nobody can tell whether the waiver of %s is still needed: what it is about was not judged (%s).", what, w.Owner)
	}
	return fmt.Sprintf("The waiver of %s matches no gap: take it out (%s).", what, w.Owner)
}

// Covers says what the waiver is about: a check, a battery, a check on an object.
func (w Waiver) Covers() string {
	return check.Waiver{Check: w.Check, Battery: w.Battery, Object: w.Object}.String()
}
