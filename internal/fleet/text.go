package fleet

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report/format"
	"github.com/kready/kready/internal/text"
)

// The page of a terminal: 80 columns, of which the batteries' names take the first.
const (
	atOnce  = 12 // clusters that are all shown without being asked for
	width   = output.DefaultWidth
	label   = 13
	perPage = 3 // clusters that fit side by side
)

// page is one rendering. Its errors stay in the writer until Flush.
type page struct {
	w     *bufio.Writer
	paint func(status, word string) string
}

func (p *page) line(parts ...string) {
	_, _ = p.w.WriteString(strings.TrimRight(strings.Join(parts, ""), " ") + "\n")
}

// Text writes the fleet for people, to be read from the top: the verdict, what is missing where,
// the clusters by their state, and then what is known of each.
func Text(w io.Writer, f Fleet, o output.Options) error {
	p := &page{w: bufio.NewWriter(w), paint: format.Painter(o.Color)}
	few, some := len(f.Clusters) <= perPage, len(f.Clusters) <= atOnce
	p.line("Fleet  ", text.Counted(len(f.Clusters), "cluster", "clusters"), " · ", text.Clean(f.judgedFor()))
	p.line()
	p.verdict(f.Verdict)
	p.line()
	if f.Baseline != nil {
		p.labelled("Since", f.Baseline.Describe())
		p.line()
		p.changes(f.Baseline.Changes, o.Verbose)
	}
	p.gaps(f, o.Verbose)
	if !few || len(f.GroupBy) > 0 {
		p.groups(f, o.Verbose)
	}
	if few || o.Verbose {
		for _, c := range f.sorted() {
			p.cluster(c)
		}
		p.line()
	}
	switch {
	case few:
		p.matrix(f)
	case some || o.Verbose:
		p.grid(f)
	}
	if some || o.Verbose {
		p.drift(f, o.Verbose)
	} else {
		p.line("-v lists every gap and every cluster; -o html makes a page to filter them on.")
	}
	if err := p.w.Flush(); err != nil {
		return fmt.Errorf("writing the fleet: %w", err)
	}
	return nil
}

// judgedFor names the profile, or all of them.
func (f Fleet) judgedFor() string {
	if f.Profile != "" {
		return "profile " + f.Profile
	}
	var all []string
	for _, c := range f.Clusters {
		if c.Profile != "" && !slices.Contains(all, c.Profile) {
			all = append(all, c.Profile)
		}
	}
	slices.Sort(all)
	return "profiles " + strings.Join(all, ", ")
}

// verdict says what came out.
func (p *page) verdict(v Verdict) {
	word, meaning := v.Headline()
	for i, l := range wrap(word+": "+meaning, width) {
		if i == 0 {
			l = p.paint(v.status(), word) + strings.TrimPrefix(l, word)
		}
		p.line(l)
	}
}

// cluster says what one cluster is and what came out.
func (p *page) cluster(c Cluster) {
	word, status := c.headline()
	details := []string{c.Error}
	if len(c.Labels) > 0 {
		details = []string{c.labelled(), c.Error}
	}
	if c.Verdict != nil {
		details = []string{c.labelled(), strings.Join(c.Target.Details(), " · "), c.Verdict.Tally()}
	}
	lines := wrap(text.Clean(c.Name), width-label)
	for _, detail := range details {
		lines = append(lines, wrap(text.Clean(detail), width-label)...)
	}
	for i, l := range lines {
		lead := strings.Repeat(" ", label)
		if i == 0 {
			lead = p.paint(status, word) + strings.Repeat(" ", label-len(word))
		}
		p.line(lead, l)
	}
}

// headline is what came out of one cluster, and the status in whose colour it stands.
func (c Cluster) headline() (word, status string) {
	if c.Verdict == nil {
		return "NOT REACHED", "unknown"
	}
	word, status, _ = c.Verdict.Headline()
	return word, status
}

// drift prints where the clusters differ: a few things, or all. The other formats name them all.
func (p *page) drift(f Fleet, whole bool) {
	if len(f.Drift) == 0 {
		return
	}
	p.line("DRIFT")
	p.line()
	for i, d := range f.Drift {
		if i == mostDrift && !whole && len(f.Clusters) > perPage {
			p.line(fmt.Sprintf("and %d more: -v", len(f.Drift)-i))
			break
		}
		for _, l := range wrap(text.Clean(d.Title()), width) {
			p.line(l)
		}
		for _, v := range d.Values {
			for i, l := range wrap(text.Clean(v.Value+" on "+text.Few(v.Clusters)), width-7) {
				lead := "     - "
				if i > 0 {
					lead = "       "
				}
				p.line(lead, l)
			}
		}
	}
	p.line()
}

// Headline is the verdict on the fleet and what it means, with its exit code.
func (v Verdict) Headline() (word, meaning string) {
	word = map[int]string{0: "READY", 1: "NOT READY", 3: "NOT JUDGED"}[v.ExitCode]
	switch {
	case v.ExitCode == 0 && v.NoWorse > 0:
		word = "NO WORSE"
	case v.ExitCode == 1 && v.countsNew():
		word = "WORSE"
	case v.ExitCode == 0 && v.NotReady > 0: // accepted by --fail-on never
		word = "NOT READY"
	case v.ExitCode == 0 && v.Passed > 0:
		word = "NO GAP THAT COUNTS"
	}
	total := v.ReadyClusters + v.NoWorse + v.Passed + v.NotReady + v.NotJudged + v.NotReached
	return word, fmt.Sprintf("of %s, %s (exit %d).", text.Counted(total, "cluster", "clusters"), v.tally(), v.ExitCode)
}

// tally says how many clusters came out how.
func (v Verdict) tally() string {
	var parts []string
	failing := "not ready"
	if v.countsNew() {
		failing = "worse than in the baseline"
	}
	for _, part := range []struct {
		n    int
		what string
	}{{v.ReadyClusters, "ready"}, {v.NoWorse, "not ready and no worse than in the baseline"}, {v.Passed, "without a gap that counts among the checks asked for"}, {v.NotReady, failing}, {v.NotJudged, "not judged"}, {v.NotReached, "not reached"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	return strings.Join(parts, ", ")
}

// status is the status in whose colour the verdict stands.
func (v Verdict) status() string {
	if v.NotReady > 0 && v.ExitCode == 0 {
		return "gap"
	}
	return map[int]string{0: "pass", 1: "gap", 3: "unknown"}[v.ExitCode]
}
