package format

import (
	"fmt"
	"slices"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// waived prints the gaps that somebody has accepted, and the waivers that do nothing.
func (p *page) waived(r report.Report) {
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
		p.line(fmt.Sprintf("     %s, until %s by %s", text.Clean(x.ID), x.Waiver.Expires, text.Clean(x.Waiver.Owner)))
		p.lines(text.Wrap(text.Clean(text.Sentence(x.Reason)+" "+text.Sentence(x.Waiver.Reason)), "       ", p.width))
	}
	for _, w := range inPart(r) {
		head()
		p.line(fmt.Sprintf("     %s, until %s by %s", text.Clean(w.Subject()), w.Expires, text.Clean(w.Owner)))
		p.lines(text.Wrap(text.Clean(text.Sentence(w.Reason)), "       ", p.width))
	}
	for _, w := range r.Waivers {
		if w.State == "active" || w.State == "unjudged" {
			continue
		}
		head()
		p.lines(text.Wrap(text.Clean("- "+waiverProblem(w)), "     ", p.width))
	}
	if printed {
		p.line()
	}
}

// inPart are the waivers that cover some findings of a gap, while others are left.
func inPart(r report.Report) []report.Waiver {
	return slices.DeleteFunc(slices.Clone(r.Waivers), func(w report.Waiver) bool {
		return w.State != "active" || w.Object == "" || !slices.ContainsFunc(r.Results, func(x report.Result) bool {
			return x.ID == w.Check && len(x.Waived) > 0
		})
	})
}
