package format

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// textIndent is where the texts behind a label stand.
const textIndent = "          "

// gaps prints what is missing or wrong, must-haves first.
func (p *page) gaps(r report.Report) {
	for _, section := range []struct{ tier, one, many string }{
		{"must", "MUST-HAVE GAP", "MUST-HAVE GAPS"},
		{"should", "SHOULD-HAVE GAP", "SHOULD-HAVE GAPS"},
		{"could", "NICE-TO-HAVE GAP", "NICE-TO-HAVE GAPS"},
	} {
		found := slices.DeleteFunc(slices.Clone(r.Results), func(x report.Result) bool {
			return x.Status != "gap" || x.Tier != section.tier || x.Waiver != nil
		})
		if len(found) == 0 {
			continue
		}
		p.line(p.paint.bold(text.Counted(len(found), section.one, section.many)))
		p.line()
		for _, x := range found {
			p.gap(r, x)
		}
	}
}

// gap prints one gap: what is wrong, on which objects, why it matters, the remedy.
func (p *page) gap(r report.Report, x report.Result) {
	word := "gap"
	if x.Tier == "must" {
		word = "GAP"
	}
	p.line(p.paint.status("gap", word), "  ", p.paint.bold(text.Clean(x.ID)))
	p.lines(text.Wrap(text.Clean(text.Sentence(x.Reason)), "     ", p.width))
	p.findings(x)
	if n := len(x.Waived); n > 0 {
		p.line(p.paint.dim("     - and " + text.Counted(n, "finding", "findings") + " waived"))
	}
	if also := followers(r, x.ID); len(also) > 0 {
		p.lines(text.Wrap(text.Clean("Follows from it: "+strings.Join(also, ", ")), "     ", p.width))
	}
	p.labelled("Why", text.Wrap(text.Opening(x.Why), textIndent, p.width))
	p.labelled("Fix", text.Remedy(x.Remediation, textIndent, p.width))
	p.line()
}

// findings prints a few of what was seen, then a count.
func (p *page) findings(x report.Result) {
	few := 3
	if p.Verbose || len(x.Findings) == few+1 {
		few = len(x.Findings)
	}
	for i, f := range x.Findings {
		if i == few {
			p.line(p.paint.dim(fmt.Sprintf("     - and %d more (-v shows all)", len(x.Findings)-few)))
			return
		}
		if line := describeFinding(f); line != "" && !strings.EqualFold(line, x.Reason) {
			p.lines(text.Wrap("- "+text.Clean(line), "     ", p.width))
		}
		if f.Cause != "" && (i == 0 || x.Findings[i-1].Cause != f.Cause) {
			p.lines(text.Wrap(text.Clean(because(f)), "       ", p.width))
		}
	}
}

// labelled prints a text behind a short label.
func (p *page) labelled(label string, lines []string) {
	for i, l := range lines {
		l = text.Clean(l)
		if i == 0 {
			l = "     " + p.paint.dim(fmt.Sprintf("%-5s", label)) + strings.TrimLeft(l, " ")
		}
		p.line(l)
	}
}
