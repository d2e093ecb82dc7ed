package fleet

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report/format"
	"github.com/kready/kready/internal/text"
)

// DiffText writes the comparison for people.
func DiffText(w io.Writer, d Diff, o output.Options) error {
	p := &page{w: bufio.NewWriter(w), paint: format.Painter(o.Color)}
	p.labelled("Old", d.Old.Describe())
	p.labelled("New", d.New.Describe())
	p.line()
	p.changes(d.Changes, o.Verbose)
	word, status, meaning := d.Verdict.Headline()
	p.wrapped(d.counts() + ".")
	for i, l := range wrap(fmt.Sprintf("%s: %s (exit %d).", word, meaning, d.Verdict.ExitCode), width) {
		if i == 0 {
			l = p.paint(status, word) + strings.TrimPrefix(l, word)
		}
		p.line(l)
	}
	if err := p.w.Flush(); err != nil {
		return fmt.Errorf("writing the comparison: %w", err)
	}
	return nil
}

// mostChanges is how many entries of a section are shown when not all are asked for.
const mostChanges = 15

// changes prints what changed.
func (p *page) changes(c Changes, all bool) {
	for _, note := range c.Notes {
		p.wrapped("note: " + note.Note + " (" + text.Few(note.Clusters) + ")")
	}
	if len(c.Notes) > 0 {
		p.line()
	}
	sections := c.sections()
	if len(sections) == 0 {
		p.line("Nothing changed.")
		p.line()
	}
	for _, s := range sections {
		p.line(strings.ToUpper(s.title))
		for i, item := range s.items {
			if i == mostChanges && !all {
				p.line(fmt.Sprintf("  and %d more: -v", len(s.items)-i))
				break
			}
			p.change(item, all)
		}
		p.line()
	}
}

// change prints one thing that changed, and where.
func (p *page) change(item changeItem, all bool) {
	const indent = "  "
	head := indent
	if item.label != "" {
		head += p.paint(item.status, item.label) + strings.Repeat(" ", max(1, 8-len(item.label)))
	}
	if item.subject != "" {
		for i, l := range wrap(text.Clean(item.subject), width-10) {
			if i > 0 {
				head = indent + indent
			}
			p.line(head, l)
		}
	}
	for _, l := range wrap(text.Clean(item.where(all)), width-10) {
		p.line("          ", l)
	}
}

// labelled prints a line under a word.
func (p *page) labelled(label, what string) {
	for i, l := range wrap(text.Clean(what), width-7) {
		if i > 0 {
			label = ""
		}
		p.line(pad(label, 7), l)
	}
}

// wrapped prints a text.
func (p *page) wrapped(what string) {
	for _, l := range wrap(text.Clean(what), width) {
		p.line(l)
	}
}
