package format

import (
	"fmt"
	"strings"

	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// Gap is what the text says of one gap, whatever it is a gap of.
type Gap struct {
	// Word stands before it: GAP for a must-have, gap for a lesser one. Status gives its colour.
	Word, Status string
	// ID names the check, Reason says in a sentence what is wrong.
	ID, Reason string
	// Findings are what was seen, More how many further ones are not listed, Waived how many more of
	// them a waiver covers.
	Findings     []report.Finding
	More, Waived int
	// Follows are gaps that follow from this one: "id (reason)".
	Follows []string
	// Why and Remediation are Markdown.
	Why, Remediation string
}

// GapLines are the lines of a gap as the options say: one when brief; three things, each as short as
// it can be (what, evidence, the first step of the remedy); or all of it when verbose.
func GapLines(g Gap, o output.Options) []string {
	var b strings.Builder
	p := newPage(&b, o)
	p.gap(g)
	_ = p.w.Flush() // a Builder takes all
	return strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
}

const (
	// gapIndent is where the lines below a gap's head stand, textIndent what stands behind a label.
	gapIndent  = "     "
	textIndent = "          "
	// headMost, evidenceMost, causeMost and stepMost are how many lines what is wrong, evidence, its
	// cause and the first step of the remedy take in the usual report.
	headMost, evidenceMost, causeMost, stepMost = 4, 2, 2, 2
)

// gap prints one gap.
func (p *page) gap(g Gap) {
	switch {
	case p.Verbose:
		p.wholeGap(g)
	case p.Brief:
		p.head(g, 1)
	default:
		p.head(g, headMost)
		p.evidence(g)
		p.firstStep(g.Remediation)
	}
}

// head prints the word, the id and what is wrong, in at most so many lines.
func (p *page) head(g Gap, most int) {
	word, id := text.Clean(g.Word), text.Clean(g.ID)
	lines := text.HangCut(word+"  "+id+"  ", gapIndent, text.Clean(text.Sentence(g.Reason)), most, "", p.width)
	rest, _ := strings.CutPrefix(lines[0], word+"  "+id)
	p.line(p.paint.status(g.Status, word), "  ", p.paint.bold(id), rest)
	p.lines(lines[1:])
}

// evidence prints the first thing that was seen, why it is so, how many others there are, and what
// follows from it.
func (p *page) evidence(g Gap) {
	at := -1
	for i, f := range g.Findings {
		if line := describeFinding(f); line != "" && (f.Cause != "" || !strings.EqualFold(line, g.Reason)) {
			at = i
			break
		}
	}
	if at >= 0 {
		f := g.Findings[at]
		p.lines(text.HangCut(gapIndent+"- ", gapIndent+"  ", text.Clean(describeFinding(f)), evidenceMost, others(len(g.Findings)-1+g.More, g.Waived), p.width))
		if f.Cause != "" {
			p.lines(text.HangCut(gapIndent+"  ", gapIndent+"  ", text.Clean(because(f)), causeMost, "", p.width))
		}
	} else if g.Waived > 0 {
		p.line(p.paint.dim(gapIndent + "- and " + text.Counted(g.Waived, "finding", "findings") + " waived"))
	}
	if len(g.Follows) > 0 {
		ids := make([]string, 0, len(g.Follows))
		for _, follows := range g.Follows {
			id, _, _ := strings.Cut(follows, " (")
			ids = append(ids, text.Clean(id))
		}
		p.lines(text.Hang(gapIndent+"Follows from it: ", gapIndent, text.Few(ids), p.width))
	}
}

// others says how many findings are not shown.
func others(more, waived int) string {
	switch {
	case more > 0 && waived > 0:
		return fmt.Sprintf("(and %d more, %d waived)", more, waived)
	case more > 0:
		return fmt.Sprintf("(and %d more)", more)
	case waived > 0:
		return fmt.Sprintf("(and %d waived)", waived)
	}
	return ""
}

// firstStep prints how a remedy begins.
func (p *page) firstStep(remediation string) {
	said, command := text.FirstStep(remediation)
	if said == "" && command == "" {
		return
	}
	said, command = text.Clean(said), text.Clean(command)
	const head, indent = gapIndent + "Fix: ", gapIndent + "  "
	whole := len(text.Hang(head, indent, said, p.width)) <= stepMost
	lines := text.HangCut(head, indent, said, stepMost, "", p.width)
	lines[0] = gapIndent + p.paint.dim("Fix:") + strings.TrimPrefix(lines[0], gapIndent+"Fix:")
	p.lines(lines)
	if command != "" && whole {
		p.line(textIndent + "  " + command)
	}
}

// wholeGap prints all that is known of a gap.
func (p *page) wholeGap(g Gap) {
	p.line(p.paint.status(g.Status, g.Word), "  ", p.paint.bold(text.Clean(g.ID)))
	p.lines(text.Wrap(text.Clean(text.Sentence(g.Reason)), gapIndent, p.width))
	p.findings(g.Findings, g.Reason)
	if g.More > 0 {
		p.lines(text.Wrap("- "+report.Others(g.More), gapIndent, p.width))
	}
	if g.Waived > 0 {
		p.line(p.paint.dim(gapIndent + "- and " + text.Counted(g.Waived, "finding", "findings") + " waived"))
	}
	if len(g.Follows) > 0 {
		p.lines(text.Wrap(text.Clean("Follows from it: "+strings.Join(g.Follows, ", ")), gapIndent, p.width))
	}
	p.labelled("Why", text.Wrap(text.Opening(g.Why), textIndent, p.width))
	p.labelled("Fix", text.Wrap(g.Remediation, textIndent, p.width))
}

// findings prints what was seen, but what the reason says already.
func (p *page) findings(all []report.Finding, reason string) {
	p.lines(FindingLines(all, reason, gapIndent, p.width))
}

// FindingLines are lines of what was seen, with why it is so where that is known, but for what the
// reason says already.
func FindingLines(all []report.Finding, reason, indent string, width int) []string {
	var lines []string
	for i, f := range all {
		if line := describeFinding(f); line != "" && !strings.EqualFold(line, reason) {
			lines = append(lines, text.Wrap("- "+text.Clean(line), indent, width)...)
		}
		if f.Cause != "" && (i == 0 || all[i-1].Cause != f.Cause) {
			lines = append(lines, text.Wrap(text.Clean(because(f)), indent+"  ", width)...)
		}
	}
	return lines
}

// labelled prints a text behind a short label.
func (p *page) labelled(label string, lines []string) {
	for i, l := range lines {
		l = text.Clean(l)
		if i == 0 {
			l = gapIndent + p.paint.dim(fmt.Sprintf("%-5s", label)) + strings.TrimLeft(l, " ")
		}
		p.line(l)
	}
}
