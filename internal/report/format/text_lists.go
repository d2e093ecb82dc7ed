package format

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// unjudged prints what could not be judged.
func (p *page) unjudged(r report.Report) {
	reasons, byReason := unjudged(r)
	if len(reasons) == 0 {
		return
	}
	p.line(p.paint.bold("NOT JUDGED"))
	p.line()
	for _, reason := range reasons {
		var ids []string
		for _, x := range byReason[reason] {
			ids = append(ids, text.Clean(x.ID))
		}
		p.lines(text.Wrap(text.Clean(text.Sentence(reason)), "     ", p.width))
		for _, l := range text.Wrap(strings.Join(ids, ", "), "       ", p.width) {
			p.line(p.paint.dim(l))
		}
		for _, x := range byReason[reason] {
			p.findings(x)
		}
	}
	p.line()
}

// everything lists each check with its status and reason.
func (p *page) everything(r report.Report) {
	p.line(p.paint.bold("ALL CHECKS"))
	p.line()
	for _, x := range r.Results {
		p.line(p.paint.status(x.Status, fmt.Sprintf("%-8s", x.Status)), " ", text.Clean(x.ID))
		reason := x.Reason
		if reason == "" {
			reason = x.Title
		}
		p.lines(text.Wrap(text.Clean(text.Sentence(reason)), "         ", p.width))
	}
	p.line()
}

// blindSpots says what could not be read, and what would help.
func (p *page) blindSpots(r report.Report) {
	if len(r.BlindSpots) == 0 {
		return
	}
	reasons, byReason := blind(r)
	p.line(p.paint.bold("BLIND SPOTS"))
	p.line()
	for _, reason := range reasons {
		what := byReason[reason]
		const few = 8
		if !p.Verbose && len(what) > few+1 {
			what = append(slices.Clone(what[:few]), fmt.Sprintf("and %d more (-v shows all)", len(what)-few))
		}
		line := fmt.Sprintf("%s: %s.", blindTitle(reason), strings.Join(what, ", "))
		p.lines(text.Wrap(text.Clean(line), "     ", p.width))
		if help := blindHelp(reason, byReason[reason]); help != "" {
			p.lines(text.Wrap(help, "     ", p.width))
		}
		if p.Verbose {
			p.blindMessages(r, reason)
		}
	}
	p.line()
}

func (p *page) blindMessages(r report.Report, reason string) {
	for _, b := range r.BlindSpots {
		if b.Reason == reason && b.Message != "" {
			p.lines(text.Wrap("- "+text.Clean(fmt.Sprintf("%s %s: %s", b.Verb, b.Resource, b.Message)), "       ", p.width))
		}
	}
}

// summary is the last line, and what the exit code means.
func (p *page) summary(r report.Report) {
	v := r.Verdict
	p.line(v.Tally())
	word, status, meaning := v.Headline()
	p.line(p.paint.status(status, word), ": ", meaning)
	if v.Counts.Gap+v.Counts.Unknown > 0 {
		p.line(p.paint.dim("`kready explain ID` says more about a check; -v lists them all."))
	}
}
