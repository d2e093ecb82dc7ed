package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/text"
)

// textIndent is where the texts behind a label stand.
const textIndent = "          "

// gaps prints what is missing or wrong, must-haves first.
func (p *page) gaps(r Report) {
	for _, section := range []struct{ tier, one, many string }{
		{"must", "MUST-HAVE GAP", "MUST-HAVE GAPS"},
		{"should", "SHOULD-HAVE GAP", "SHOULD-HAVE GAPS"},
		{"could", "NICE-TO-HAVE GAP", "NICE-TO-HAVE GAPS"},
	} {
		found := slices.DeleteFunc(slices.Clone(r.Results), func(x Result) bool {
			return x.Status != "gap" || x.Tier != section.tier || x.Waiver != nil
		})
		if len(found) == 0 {
			continue
		}
		p.line(p.paint.bold(text.Counted(len(found), section.one, section.many)))
		p.line()
		for _, x := range found {
			p.gap(x)
		}
	}
}

// gap prints one gap: what is wrong, on which objects, why it matters, the remedy.
func (p *page) gap(x Result) {
	word := "gap"
	if x.Tier == "must" {
		word = "GAP"
	}
	p.line(p.paint.status("gap", word), "  ", p.paint.bold(clean(x.ID)))
	p.lines(wrap(clean(sentence(x.Reason)), "     ", width))
	p.findings(x)
	if n := len(x.Waived); n > 0 {
		p.line(p.paint.dim("     - and " + text.Counted(n, "finding", "findings") + " waived"))
	}
	p.labelled("Why", wrap(opening(x.Why), textIndent, width))
	p.labelled("Fix", remedy(x.Remediation, textIndent, width))
	p.line()
}

// findings prints a few of what was seen, then a count.
func (p *page) findings(x Result) {
	few := 3
	if p.Verbose || len(x.Findings) == few+1 {
		few = len(x.Findings)
	}
	for i, f := range x.Findings {
		if i == few {
			p.line(p.paint.dim(fmt.Sprintf("     - and %d more (-v shows all)", len(x.Findings)-few)))
			return
		}
		said := seen(f)
		if said == "" || strings.EqualFold(said, x.Reason) {
			continue
		}
		p.lines(wrap("- "+clean(said), "     ", width))
	}
}

// seen writes a finding as "Kind namespace/name: message".
func seen(f Finding) string {
	if f.Object.Name == "" {
		return f.Message
	}
	return f.Object.String() + ": " + f.Message
}

// labelled prints a text behind a short label.
func (p *page) labelled(label string, lines []string) {
	for i, l := range lines {
		l = clean(l)
		if i == 0 {
			l = "     " + p.paint.dim(fmt.Sprintf("%-5s", label)) + strings.TrimLeft(l, " ")
		}
		p.line(l)
	}
}

// remedy returns the shortest way out of a remediation, wrapped; the rest is for explain.
func remedy(s, indent string, width int) []string {
	var lines []string
	for _, b := range shortest(blocks(s)) {
		lines = append(lines, b.lines(indent, width)...)
	}
	return lines
}

// shortest is a remediation's first paragraph, with the first item or the few lines of
// code that belong to it.
func shortest(all []block) []block {
	const mostCode = 3
	for i, b := range all {
		if i > 0 && b.kind == paragraph || i > mostCode || b.kind == item && i > 1 {
			return all[:i]
		}
	}
	return all
}
