package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/kready/kready/internal/text"
)

// width is how many columns the terminal report keeps to.
const width = 80

// Text writes the report for people.
type Text struct {
	// Color paints statuses. Nothing is said by colour alone.
	Color bool
	// Verbose lists every check, all findings and every blind spot.
	Verbose bool
}

// page is one rendering: a writer with the paint that goes with it.
type page struct {
	Text
	paint paint
	w     *bufio.Writer
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

// Write renders r.
func (t Text) Write(w io.Writer, r Report) error {
	p := &page{Text: t, paint: newPaint(t.Color), w: bufio.NewWriter(w)}
	p.header(r)
	p.ladder(r)
	p.gaps(r)
	p.unjudged(r)
	if t.Verbose {
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
func (p *page) header(r Report) {
	t := r.Target
	what := "Cluster"
	if t.Kind == "manifests" {
		what = "Manifests"
	}
	p.line(p.paint.bold(what+"  "), clean(t.Name))
	if about := t.about(); len(about) > 0 {
		p.line(strings.Repeat(" ", len(what)+2), clean(strings.Join(about, " · ")))
	}
	judged := clean(strings.Join(r.judged(), " · "))
	p.line(strings.Repeat(" ", len(what)+2), judged)
	p.line()
}

// ladder prints one line a battery.
func (p *page) ladder(r Report) {
	p.line(p.paint.bold(fmt.Sprintf("%-13s%-9s%-9s%-12s%-8s%s", "BATTERY", "PRESENT", "HEALTHY", "CONFIGURED", "PROVEN", "PROVIDED BY")))
	for _, b := range r.Batteries {
		cells := p.cell(r, b, "present", b.Levels.Present, 9) + p.cell(r, b, "healthy", b.Levels.Healthy, 9) +
			p.cell(r, b, "configured", b.Levels.Configured, 12) + p.cell(r, b, "proven", b.Levels.Proven, 8)
		const left = 13 + 9 + 9 + 12 + 8
		products := wrap(clean(providers(b)), "", width-left)
		if len(products) == 0 {
			products = []string{""}
		}
		p.line(fmt.Sprintf("%-13s", clean(b.Name)), cells, products[0])
		for _, more := range products[1:] {
			p.line(strings.Repeat(" ", left), more)
		}
	}
	p.line(p.paint.dim("GAP is a must-have, gap a lesser one; - is not there to judge, or was not asked."))
	p.line()
}

// about says what the target is, in a few pieces.
func (t Target) about() []string {
	var about []string
	if t.Version != "" {
		about = append(about, "Kubernetes "+t.Version)
	}
	if t.DistributionTitle != "" {
		about = append(about, t.DistributionTitle)
	}
	if t.Nodes > 0 {
		about = append(about, text.Counted(t.Nodes, "node", "nodes"))
	}
	if t.Server != "" {
		about = append(about, t.Server)
	}
	return about
}

// judged says by which measure and when, in a few pieces.
func (r Report) judged() []string {
	judged := []string{"profile " + r.Profile}
	if !r.Target.AsOf.Equal(r.Target.CollectedAt) {
		judged = append(judged, "judged as of "+r.Target.AsOf.Format("2006-01-02"))
	}
	if !r.Target.CollectedAt.IsZero() {
		judged = append(judged, "read "+r.Target.CollectedAt.UTC().Format("2006-01-02 15:04 UTC"))
	}
	return judged
}

// levelWord is the word for a level of a battery: GAP in capitals is a must-have, "-" is
// not there to judge.
func (r Report) levelWord(b Battery, level, status string) string {
	switch status {
	case "skip":
		return "-"
	case "gap":
		if slices.ContainsFunc(r.Results, func(x Result) bool {
			return x.Battery == b.Name && x.Level == level && x.Status == "gap" && x.Tier == "must" && x.Waiver == nil
		}) {
			return "GAP"
		}
	}
	return status
}

// cell writes a status as one padded word.
func (p *page) cell(r Report, b Battery, level, status string, size int) string {
	word := r.levelWord(b, level, status)
	return p.paint.status(status, word) + strings.Repeat(" ", max(size-len(word), 1))
}

// providers names the products of a battery, those that run before the others.
func providers(b Battery) string {
	var names []string
	for _, impl := range b.Implementations {
		name := impl.Title
		if impl.Version != "" {
			name += " " + strings.TrimPrefix(impl.Version, "v")
		}
		switch impl.State {
		case "declared":
			name += " (asked for, not seen running)"
		case "remnant":
			name += " (left-overs)"
		case "hidden":
			name += " (run by the provider)"
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	const most = 4
	if len(names) > most {
		names = append(names[:most-1], fmt.Sprintf("%d more", len(names)-most+1))
	}
	return strings.Join(names, ", ")
}

// Renderer returns Write bound to r.
func (t Text) Renderer(r Report) func(io.Writer) error {
	return func(w io.Writer) error { return t.Write(w, r) }
}
