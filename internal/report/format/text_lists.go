package format

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// everything lists each check with its status and reason.
func (p *page) everything(r report.Report) {
	p.line(p.paint.bold("ALL CHECKS"))
	p.line()
	for _, x := range byBattery(r.Results) {
		if !r.WasAsked(x) && (x.Status == "pass" || x.Status == "skip") {
			continue
		}
		p.line(p.paint.status(x.Status, fmt.Sprintf("%-8s", x.Status)), " ", text.Clean(x.ID))
		reason := x.Reason
		if reason == "" {
			reason = x.Title
		}
		p.lines(text.Wrap(text.Clean(text.Sentence(reason)), "         ", p.width))
	}
	p.line()
}

// byBattery are the results battery by battery: they were judged in another order where one requires
// another battery's.
func byBattery(results []report.Result) []report.Result {
	sorted := slices.Clone(results)
	slices.SortStableFunc(sorted, func(a, b report.Result) int { return check.BatteryOrder(a.Battery) - check.BatteryOrder(b.Battery) })
	return sorted
}

// blindSpots says what could not be read, and what would help.
func (p *page) blindSpots(r report.Report) {
	if len(r.BlindSpots) == 0 || !p.Verbose {
		return
	}
	reasons, byReason := blind(r)
	p.line(p.paint.bold("BLIND SPOTS"))
	p.line()
	for _, reason := range reasons {
		line := fmt.Sprintf("%s: %s.", blindTitle(reason), strings.Join(byReason[reason], ", "))
		p.lines(text.Wrap(text.Clean(line), "     ", p.width))
		if help := blindHelp(reason, byReason[reason]); help != "" {
			p.lines(text.Wrap(help, "     ", p.width))
		}
		p.blindMessages(r, reason)
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
