package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// labelWidth is the column that the words of a change stand in.
const labelWidth = 13

// baseline prints what changed since an earlier report; gaps are described above.
func (p *page) baseline(r Report) {
	if r.Baseline == nil {
		return
	}
	p.line(p.paint.bold("SINCE THE BASELINE"))
	p.line()
	for _, l := range wrap(clean(r.Baseline.Words()), "     ", width) {
		p.line(l)
	}
	p.line()
	p.changes(r.Baseline.Changes, true)
	p.line()
}

// Words say in a line what a side of a comparison is.
func (s Side) Words() string {
	words := []string{s.Name, s.Target.Name, "profile " + s.Profile}
	if !s.Target.CollectedAt.IsZero() {
		words = append(words, "read "+s.Target.CollectedAt.UTC().Format("2006-01-02 15:04 UTC"))
	}
	if !s.Target.AsOf.Equal(s.Target.CollectedAt) {
		words = append(words, "judged as of "+s.Target.AsOf.Format("2006-01-02"))
	}
	return strings.Join(append(words, "kready "+s.Tool), " · ")
}

// WriteChanges writes what changed, and nothing else, for people.
func (t Text) WriteChanges(w io.Writer, c Changes) error {
	p := &page{Text: t, paint: newPaint(t.Color), w: bufio.NewWriter(w)}
	p.changes(c, false)
	if err := p.w.Flush(); err != nil {
		return fmt.Errorf("writing the changes: %w", err)
	}
	return nil
}

// Entry is a text behind a label, wrapped, for the head of a document of changes.
func (t Text) Entry(label, text string) string {
	var b strings.Builder
	p := &page{Text: t, paint: newPaint(t.Color), w: bufio.NewWriter(&b)}
	p.entry(label, "", wrap(clean(text), "", width-labelWidth))
	_ = p.w.Flush() // a Builder takes all
	return b.String()
}

// Status paints a word in the colour of a status, where colour is wanted.
func (t Text) Status(status, word string) string { return newPaint(t.Color).status(status, word) }

// changes prints an entry a change, what got worse first. The brief form leaves out what
// the rest of a report says of gaps.
func (p *page) changes(c Changes, brief bool) {
	for _, note := range c.Notes {
		p.entry("note", "unknown", wrap(clean(sentence(note)), "", width-labelWidth))
	}
	all := c.news()
	for _, n := range all {
		subject := clean(n.subject)
		lines := wrap(subject+n.between()+clean(n.about), "", width-labelWidth)
		lines[0] = strings.Replace(lines[0], subject, p.paint.bold(subject), 1)
		if len(n.also) > 0 {
			lines = append(lines, wrap("and with it "+clean(strings.Join(n.also, ", ")), "", width-labelWidth)...)
		}
		if !brief || n.label != "new gap" && n.label != "not judged" && n.label != "waived" {
			lines = append(lines, p.details(n)...)
		}
		p.entry(n.label, n.status, lines)
	}
	for _, x := range []struct {
		whose string
		lone  []Lone
	}{{"only in the new report", c.OnlyNew}, {"only in the old report", c.OnlyOld}} {
		if len(x.lone) > 0 {
			p.entry("not compared", "skip", wrap(clean(x.whose+": "+loneWords(x.lone)+"."), "", width-labelWidth))
		}
	}
	if len(all) == 0 {
		p.line("Nothing changed.")
	}
}

// details are the reason of a change and a few of its findings.
func (p *page) details(n news) []string {
	lines := wrap(clean(n.reason), "", width-labelWidth)
	few := 5
	if p.Verbose || len(n.found) == few+1 {
		few = len(n.found)
	}
	for i, f := range n.found {
		if i == few {
			return append(lines, p.paint.dim(fmt.Sprintf("and %d more (-v shows all)", len(n.found)-few)))
		}
		text := wrap(clean(seen(f.Finding)), "  ", width-labelWidth)
		if len(text) == 0 || f.Object.Name == "" && strings.EqualFold(sentence(f.Message), n.reason) {
			continue
		}
		text[0] = f.mark + " " + strings.TrimLeft(text[0], " ")
		lines = append(lines, text...)
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
