package report

import "fmt"

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
	for _, w := range r.Waivers {
		if w.State == "active" {
			continue
		}
		head()
		p.lines(wrap(clean("- "+complaint(w)), "     ", width))
	}
	if printed {
		p.line()
	}
}

// complaint says why a waiver covers nothing.
func complaint(w Waiver) string {
	what := w.Covers()
	if w.State == "expired" {
		return fmt.Sprintf("The waiver of %s expired on %s and counts no more: %s is to renew it or to close the gap.", what, w.Expires, w.Owner)
	}
	return fmt.Sprintf("The waiver of %s matches no gap: take it out (%s).", what, w.Owner)
}

// Covers says what the waiver is about: a check, a battery, a check on an object.
func (w Waiver) Covers() string {
	what := w.Check
	if what == "" {
		what = "battery " + w.Battery
	}
	if w.Object != "" {
		what += " on " + w.Object
	}
	return what
}
