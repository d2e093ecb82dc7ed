package format

import (
	"fmt"
	"io"
	"strings"

	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// labelWidth is the column that the words of a change stand in.
const labelWidth = 13

// baseline prints what changed since an earlier report; gaps are described above.
func (p *page) baseline(r report.Report) {
	if r.Baseline == nil {
		return
	}
	p.line(p.paint.bold("SINCE THE BASELINE"))
	p.line()
	for _, l := range text.Wrap(text.Clean(r.Baseline.Describe()), "     ", p.width) {
		p.line(l)
	}
	p.line()
	p.changes(r.Baseline.Changes, true)
	p.line()
}

// TextChanges writes what changed, and nothing else, for people.
func TextChanges(w io.Writer, c report.Changes, o output.Options) error {
	p := newPage(w, o)
	p.changes(c, false)
	if err := p.w.Flush(); err != nil {
		return fmt.Errorf("writing the changes: %w", err)
	}
	return nil
}

// TextEntry is a text behind a label, wrapped, for the head of a document of changes.
func TextEntry(label, s string, o output.Options) string {
	var b strings.Builder
	p := newPage(&b, o)
	p.entry(label, "", text.Wrap(text.Clean(s), "", p.width-labelWidth))
	_ = p.w.Flush() // a Builder takes all
	return b.String()
}

// changes prints an entry a change, what got worse first. The brief form leaves out what
// the rest of a report says of gaps.
func (p *page) changes(c report.Changes, brief bool) {
	for _, note := range c.Notes {
		p.entry("note", "unknown", text.Wrap(text.Clean(text.Sentence(note)), "", p.width-labelWidth))
	}
	all := changeEntries(c)
	for _, n := range all {
		subject := text.Clean(n.subject)
		lines := text.Wrap(subject+n.between()+text.Clean(n.detail), "", p.width-labelWidth)
		lines[0] = strings.Replace(lines[0], subject, p.paint.bold(subject), 1)
		if len(n.also) > 0 {
			lines = append(lines, text.Wrap("and with it "+text.Clean(strings.Join(n.also, ", ")), "", p.width-labelWidth)...)
		}
		if !brief || n.label != "new gap" && n.label != "not judged" && n.label != "waived" {
			lines = append(lines, p.details(n)...)
		}
		p.entry(n.label, n.status, lines)
	}
	for _, x := range []struct {
		whose string
		lone  []report.Lone
	}{{"only in the new report", c.OnlyNew}, {"only in the old report", c.OnlyOld}} {
		if len(x.lone) > 0 {
			p.entry("not compared", "skip", text.Wrap(text.Clean(x.whose+": "+describeUncompared(x.lone)+"."), "", p.width-labelWidth))
		}
	}
	if len(all) == 0 {
		p.line("Nothing changed.")
	}
}

// details are the reason of a change and a few of its findings.
func (p *page) details(n changeEntry) []string {
	lines := text.Wrap(text.Clean(n.reason), "", p.width-labelWidth)
	few := 5
	if p.Verbose || len(n.found) == few+1 {
		few = len(n.found)
	}
	for i, f := range n.found {
		if i == few {
			return append(lines, p.paint.dim(fmt.Sprintf("and %d more (-v shows all)", n.after(few))))
		}
		finding := text.Wrap(text.Clean(describeFinding(f.Finding)), "  ", p.width-labelWidth)
		if len(finding) == 0 || f.Object.Name == "" && strings.EqualFold(text.Sentence(f.Message), n.reason) {
			continue
		}
		finding[0] = f.mark + " " + strings.TrimLeft(finding[0], " ")
		lines = append(lines, finding...)
	}
	return lines
}

// entry prints lines behind a label.
func (p *page) entry(label, status string, lines []string) {
	for i, l := range lines {
		head := strings.Repeat(" ", labelWidth)
		if i == 0 {
			head = p.paint.status(status, label) + strings.Repeat(" ", max(labelWidth-len(label), 1))
		}
		p.line(head, l)
	}
}
