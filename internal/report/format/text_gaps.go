package format

import (
	"slices"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// gaps prints what is missing or wrong, must-haves first; of a narrowed run, what was asked for, and
// then what keeps that from being judged.
func (p *page) gaps(r report.Report) {
	for _, section := range []struct{ tier, one, many string }{
		{"must", "MUST-HAVE GAP", "MUST-HAVE GAPS"},
		{"should", "SHOULD-HAVE GAP", "SHOULD-HAVE GAPS"},
		{"could", "NICE-TO-HAVE GAP", "NICE-TO-HAVE GAPS"},
	} {
		p.gapsOf(r, section.one, section.many, func(x report.Result) bool { return x.Tier == section.tier && r.WasAsked(x) })
	}
	p.gapsOf(r, "GAP OF WHAT THAT REQUIRES", "GAPS OF WHAT THAT REQUIRES", func(x report.Result) bool { return !r.WasAsked(x) })
}

// gapsOf prints those gaps that are of a section.
func (p *page) gapsOf(r report.Report, one, many string, of func(report.Result) bool) {
	found := slices.DeleteFunc(slices.Clone(r.Results), func(x report.Result) bool {
		return x.Status != "gap" || x.Waiver != nil || !of(x)
	})
	if len(found) == 0 {
		return
	}
	p.line(p.paint.bold(text.Counted(len(found), one, many)))
	p.line()
	for _, x := range found {
		p.gap(gapOf(r, x))
		if !p.Brief {
			p.line()
		}
	}
	if p.Brief {
		p.line()
	}
}

// gapOf is what the text says of a result.
func gapOf(r report.Report, x report.Result) Gap {
	word := "gap"
	if x.Tier == "must" {
		word = "GAP"
	}
	return Gap{
		Word: word, Status: "gap", ID: x.ID, Reason: x.Reason, Findings: x.Findings, More: report.Count(x.Omitted), Waived: len(x.Waived) + report.Count(x.OmittedWaived),
		Follows: followers(r, x.ID), Why: x.Why, Remediation: x.Remediation,
	}
}
