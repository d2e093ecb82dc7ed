package format

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// mostMarkdown is how many bytes a Markdown report has at most. GitHub takes 65,536
// characters for a comment, and a character is a byte or more.
const mostMarkdown = 64_000

// Markdown writes the report for a comment on a pull request or the summary of a job:
// must-have gaps in full, the others folded. What does not fit is left out whole, lesser
// things first, and the last line says so. Nothing from a cluster is markup in it.
func Markdown(w io.Writer, r report.Report) error {
	m := &sheet{left: mostMarkdown - 500}
	word, _, meaning := r.Verdict.Headline()
	m.add(fmt.Sprintf("## kready: %s\n\n%s: %s\n\n%s\n%s\n", word, inline(r.Target.Name), meaning,
		inline(strings.Join(r.Target.Details(), " · ")), inline(strings.Join(judged(r), " · "))))
	m.ladder(r)
	m.add(r.Verdict.Tally() + "\n")
	m.gaps(r, check.TierMust, "must-have gap", "must-have gaps", false)
	m.unjudged(r)
	m.waived(r)
	if err := m.baseline(r); err != nil {
		return err
	}
	m.gaps(r, check.TierShould, "should-have gap", "should-have gaps", true)
	m.gaps(r, check.TierCould, "nice-to-have gap", "nice-to-have gaps", true)
	m.blindSpots(r)
	if c := r.Verdict.Counts; c.Gap+c.Unknown > 0 {
		m.add("`kready explain ID` says more about a check.\n")
	}
	if m.cut > 0 {
		fmt.Fprintf(&m.text, "\nThis is cut to fit a comment: %s left out. `kready check` shows all.\n",
			text.Counted(m.cut, "part was", "parts were"))
	}
	if _, err := io.WriteString(w, m.text.String()); err != nil {
		return fmt.Errorf("writing the report as Markdown: %w", err)
	}
	return nil
}

// sheet is a Markdown text of a limited size, made of pieces that are whole.
type sheet struct {
	text strings.Builder
	left int
	// cut counts the pieces that did not fit.
	cut int
}

// add adds a piece after an empty line, or leaves all of it out.
func (m *sheet) add(piece string) bool {
	if m.text.Len() > 0 {
		piece = "\n" + piece
	}
	return m.append(piece)
}

// append adds a piece right behind the last one, or leaves all of it out.
func (m *sheet) append(piece string) bool {
	if len(piece) > m.left {
		m.cut++
		return false
	}
	m.left -= len(piece)
	m.text.WriteString(piece)
	return true
}

// ladder writes the table of batteries.
func (m *sheet) ladder(r report.Report) {
	if len(r.Batteries) == 0 || !m.add("| Battery | Present | Healthy | Configured | Proven | Provided by |\n| --- | --- | --- | --- | --- | --- |\n") {
		return
	}
	for _, b := range r.Batteries {
		cells := []string{inline(b.Name)}
		for _, l := range []struct{ level, status string }{
			{"present", b.Levels.Present},
			{"healthy", b.Levels.Healthy},
			{"configured", b.Levels.Configured},
			{"proven", b.Levels.Proven},
		} {
			word := levelWord(r, b, l.level, l.status)
			switch word {
			case "-":
			case "GAP":
				word = "**GAP**"
			default:
				word = inline(word)
			}
			cells = append(cells, word)
		}
		m.append("| " + strings.Join(append(cells, inline(providers(b))), " | ") + " |\n")
	}
}

// gaps writes the gaps of one tier: open, or folded.
func (m *sheet) gaps(r report.Report, tier check.Tier, one, many string, fold bool) {
	found := slices.DeleteFunc(slices.Clone(r.Results), func(x report.Result) bool { return x.StatusOrWaived() != "gap" || x.Tier != string(tier) })
	if len(found) == 0 {
		return
	}
	title := text.Counted(len(found), one, many)
	if !fold {
		m.add("### " + title + "\n")
		for _, x := range found {
			m.add(markdownGap(r, x))
		}
		return
	}
	m.folded(title, found, func(x report.Result) string { return markdownGap(r, x) })
}

// folded writes results behind a line that opens them: as many as fit, none in part.
func (m *sheet) folded(title string, results []report.Result, write func(report.Result) string) {
	const end = "\n</details>\n"
	if !m.add("<details>\n<summary>" + title + "</summary>\n") {
		return
	}
	m.left -= len(end)
	for _, x := range results {
		m.add(write(x))
	}
	m.text.WriteString(end)
}

// markdownGap is a gap: what is wrong, on which objects, why it matters, the remedy.
func markdownGap(r report.Report, x report.Result) string {
	const few = 5
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**: %s\n", span(x.ID), inline(text.Sentence(x.Reason)))
	items := []string{}
	more := x.Total() - len(x.Findings)
	for i, f := range x.Findings {
		if i == few && len(x.Findings)+more > few+1 {
			more += len(x.Findings) - few
			break
		}
		if line := markdownFinding(f); line != "" && !strings.EqualFold(f.Message, x.Reason) {
			items = append(items, line)
		}
	}
	if more > 0 {
		items = append(items, fmt.Sprintf("and %d more", more))
	}
	if n := len(x.Waived) + report.Count(x.OmittedWaived); n > 0 {
		items = append(items, "and "+text.Counted(n, "finding", "findings")+" waived")
	}
	if len(items) > 0 {
		b.WriteString("\n- " + strings.Join(items, "\n- ") + "\n")
	}
	if also := followers(r, x.ID); len(also) > 0 {
		b.WriteString("\n*Follows from it*: " + inline(strings.Join(also, ", ")) + "\n")
	}
	if why := text.Opening(x.Why); why != "" {
		fmt.Fprintf(&b, "\n*Why*: %s\n", prose(why))
	}
	b.WriteString(markdownRemedy(x.Remediation))
	return b.String()
}

func markdownFinding(f report.Finding) string {
	said := inline(f.Message)
	if f.Cause != "" {
		said += ", " + inline(because(f))
	}
	if f.Object.Name == "" {
		return said
	}
	return span(f.Object.String()) + ": " + said
}

// markdownRemedy is the shortest way out.
func markdownRemedy(s string) string {
	var b strings.Builder
	var lines []string
	flush := func() {
		if len(lines) > 0 {
			b.WriteString("\n" + fenced(lines))
		}
		lines = nil
	}
	for i, piece := range text.Shortest(text.Blocks(s)) {
		switch {
		case piece.Kind == text.Code:
			lines = append(lines, piece.Text)
			continue
		case i == 0:
			flush()
			b.WriteString("\n*Fix*: " + prose(strings.TrimPrefix(piece.Text, "- ")) + "\n")
		case piece.Kind == text.Item:
			flush()
			b.WriteString("\n- " + prose(piece.Text[2:]) + "\n")
		}
	}
	flush()
	return b.String()
}
