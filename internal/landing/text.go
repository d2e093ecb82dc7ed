package landing

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/text"
)

// rowsMost is how many services and blockers the text lists, unless it is verbose.
const rowsMost = 40

// Text writes the matrix, with the services that lack most first, and what blocks most of them.
func Text(w io.Writer, l Landing, o output.Options) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Services  %d, on %s\n", len(l.Services), text.Clean(l.Target.Name))
	fmt.Fprintf(&b, "          %s\n\n", text.Clean(strings.Join(append(l.Target.Details(), "profile "+l.Profile), " · ")))
	l.matrix(&b, o)
	l.blockers(&b, o)
	l.questions(&b, o)
	if len(l.Blockers)+len(l.Questions) > 0 {
		b.WriteString("One service's own report: kready land with its manifests alone.\n\n")
	}
	word, _, meaning := l.Verdict.Headline()
	fmt.Fprintf(&b, "%s: %s (exit %d).\n", word, meaning, l.Verdict.ExitCode)
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("writing the services: %w", err)
	}
	return nil
}

// worst are the numbers of the services, those that lack most first.
func (l Landing) worst() []int {
	order := make([]int, len(l.Services))
	for i := range order {
		order[i] = i
	}
	rank := func(s Service) int {
		switch s.ExitCode {
		case 1:
			return 1_000_000 + s.MustGaps*1000 + s.Gaps
		case 3:
			return 1000
		}
		return s.Gaps
	}
	slices.SortStableFunc(order, func(a, b int) int { return rank(l.Services[b]) - rank(l.Services[a]) })
	return order
}

// used are the numbers of the batteries that any service has something of.
func (l Landing) used() []int {
	var out []int
	for i := range l.Batteries {
		if slices.ContainsFunc(l.Services, func(s Service) bool { return s.Cells[i].Status != "skip" }) {
			out = append(out, i)
		}
	}
	return out
}

func (l Landing) matrix(b *strings.Builder, o output.Options) {
	width := len("SERVICE")
	for _, s := range l.Services {
		width = max(width, min(len([]rune(text.Clean(s.Name))), 40))
	}
	used := l.used()
	row := func(name, verdict string, cell func(i int) string) {
		line := fmt.Sprintf("%-*s  %-11s", width, text.Truncate(text.Clean(name), 40), verdict)
		for _, i := range used {
			line += fmt.Sprintf("  %-*s", max(len(l.Batteries[i]), 4), cell(i))
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	row("SERVICE", "", func(i int) string { return l.Batteries[i] })
	for n, at := range l.worst() {
		if n == rowsMost && len(l.Services) > rowsMost+1 && !o.Verbose {
			fmt.Fprintf(b, "and %d more (-v shows all)\n", len(l.Services)-n)
			break
		}
		s := l.Services[at]
		row(s.Name, s.Word, func(i int) string { return s.Cells[i].mark() })
	}
	b.WriteString("GAP is a must-have that is not met, gap a lesser one, ? could not be judged; - is not asked for.\n\n")
}

// blockers writes what keeps most services from landing.
func (l Landing) blockers(b *strings.Builder, o output.Options) {
	if len(l.Blockers) == 0 {
		return
	}
	b.WriteString("WHAT BLOCKS MOST\n\n")
	for i, x := range l.Blockers {
		if i == rowsMost && !o.Verbose {
			fmt.Fprintf(b, "and %d more (-v shows all)\n", len(l.Blockers)-i)
			break
		}
		word := "gap"
		if x.Tier == "must" {
			word = "GAP"
		}
		line := fmt.Sprintf("%s  %s: %s%s: %s", word, x.ID, text.Counted(len(x.Services), "service", "services"), x.By.closes(), text.Few(x.Services))
		hang(b, line, o)
	}
	b.WriteString("\n")
}

// questions writes what could not be judged, of most services first.
func (l Landing) questions(b *strings.Builder, o output.Options) {
	if len(l.Questions) == 0 {
		return
	}
	b.WriteString("WHAT COULD NOT BE JUDGED\n\n")
	for i, x := range l.Questions {
		if i == rowsMost && !o.Verbose {
			fmt.Fprintf(b, "and %d more (-v shows all)\n", len(l.Questions)-i)
			break
		}
		hang(b, fmt.Sprintf("?    %s (%s): %s: %s: %s", x.ID, x.Tier, text.Counted(len(x.Services), "service", "services"), text.Few(x.Services), x.why()), o)
	}
	b.WriteString("\n")
}

// hang writes a line whose rest is indented.
func hang(b *strings.Builder, line string, o output.Options) {
	for n, part := range text.Wrap(text.Clean(line), "", o.Columns()-5) {
		if n > 0 {
			part = "     " + part
		}
		b.WriteString(part + "\n")
	}
}

// closes says who can close a blocker, where it is the platform.
func (p Parties) closes() string {
	switch {
	case p.Platform > 0 && p.Service == 0:
		return " (for the platform to close)"
	case p.Platform > 0:
		return " (for the platform and the services to close)"
	}
	return ""
}
