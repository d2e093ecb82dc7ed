package format

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// page is one rendering: a writer with the paint that goes with it.
type page struct {
	output.Options
	paint paint
	w     *bufio.Writer
	// width is how many columns the lines keep to.
	width int
}

func newPage(w io.Writer, o output.Options) *page {
	return &page{Options: o, paint: newPaint(o.Color), w: bufio.NewWriter(w), width: o.Columns()}
}

// line writes one line. Its errors stay in the writer until Flush.
func (p *page) line(parts ...string) {
	_, _ = p.w.WriteString(strings.TrimRight(strings.Join(parts, ""), " ") + "\n")
}

func (p *page) lines(all []string) {
	for _, l := range all {
		p.line(l)
	}
}

// Text writes the report for people.
func Text(w io.Writer, r report.Report, o output.Options) error {
	p := newPage(w, o)
	p.header(r)
	if r.Service == nil {
		p.ladder(r)
	}
	p.gaps(r)
	p.unjudged(r)
	if o.Verbose {
		p.everything(r)
	}
	p.waived(r)
	p.blindSpots(r)
	p.baseline(r)
	p.summary(r)
	if err := p.w.Flush(); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}

// header says what was looked at, and by which measure.
func (p *page) header(r report.Report) {
	if r.Service != nil {
		p.service(r)
		return
	}
	t := r.Target
	what := "Cluster"
	if t.Kind == "manifests" {
		what = "Manifests"
	}
	p.line(p.paint.bold(what+"  "), text.Clean(t.Name))
	for _, parts := range [][]string{t.Details(), judged(r)} {
		p.lines(pieces(parts, strings.Repeat(" ", len(what)+2), p.width))
	}
	p.line()
}

// service says what is to land, and where.
func (p *page) service(r report.Report) {
	p.line(p.paint.bold("Service  "), text.Clean(r.Service.Name))
	p.line("         ", text.Clean(strings.Join(r.Service.Details(), " · ")))
	on := append([]string{"on " + r.Target.Name}, r.Target.Details()...)
	p.line("         ", text.Clean(strings.Join(on, " · ")))
	p.line("         ", text.Clean(strings.Join(judged(r), " · ")))
	p.line()
}

// ladder prints one line a battery.
func (p *page) ladder(r report.Report) {
	p.line(p.paint.bold(fmt.Sprintf("%-13s%-9s%-9s%-12s%-8s%s", "BATTERY", "PRESENT", "HEALTHY", "CONFIGURED", "PROVEN", "PROVIDED BY")))
	for _, b := range r.Batteries {
		if !r.AskedBattery(b.Name) {
			continue
		}
		cells := p.cell(r, b, "present", b.Levels.Present, 9) + p.cell(r, b, "healthy", b.Levels.Healthy, 9) +
			p.cell(r, b, "configured", b.Levels.Configured, 12) + p.cell(r, b, "proven", b.Levels.Proven, 8)
		const left = 13 + 9 + 9 + 12 + 8
		products := text.Wrap(text.Clean(providers(b)), "", max(p.width-left, 20))
		if len(products) == 0 {
			products = []string{""}
		}
		p.line(fmt.Sprintf("%-13s", text.Clean(b.Name)), cells, products[0])
		for _, more := range products[1:] {
			p.line(strings.Repeat(" ", left), more)
		}
	}
	for _, l := range text.Hang("", "", "GAP is a must-have, gap a lesser one; - is not there to judge, or was not asked.", p.width) {
		p.line(p.paint.dim(l))
	}
	p.line()
}

// cell writes a status as one padded word.
func (p *page) cell(r report.Report, b report.Battery, level, status string, size int) string {
	word := levelWord(r, b, level, status)
	return p.paint.status(status, word) + strings.Repeat(" ", max(size-len(word), 1))
}

// pieces writes pieces side by side after an indent, with a dot between those of one line.
func pieces(parts []string, indent string, width int) []string {
	var lines []string
	for _, part := range parts {
		part = text.Clean(part)
		if n := len(lines); n > 0 && utf8.RuneCountInString(lines[n-1]+" · "+part) <= width {
			lines[n-1] += " · " + part
			continue
		}
		lines = append(lines, indent+part)
	}
	return lines
}
