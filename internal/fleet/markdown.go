package fleet

import (
	"fmt"
	"io"
	"strings"

	"github.com/kready/kready/internal/report/format"
	"github.com/kready/kready/internal/text"
)

// Markdown writes the fleet for a comment or a job's summary: the verdict, what is missing where,
// and the clusters by their state.
func Markdown(w io.Writer, f Fleet) error {
	word, meaning := f.Verdict.Headline()
	clean := func(s string) string { return format.EscapeMarkdown(text.Clean(s)) }
	var b strings.Builder
	fmt.Fprintf(&b, "## kready: %s\n\n**%s**: %s %s\n", text.Counted(len(f.Clusters), "cluster", "clusters"), word, meaning, clean(text.Sentence(f.judgedFor())))
	if f.Baseline != nil {
		fmt.Fprintf(&b, "\n### Since the baseline\n\n%s: %s.\n", clean(f.Baseline.Describe()), f.Baseline.counts())
		writeMarkdownChanges(&b, f.Baseline.Changes, "####")
	}
	if len(f.Gaps) > 0 {
		b.WriteString("\n### What is missing where\n\n| | check | clusters | |\n| --- | --- | --- | --- |\n")
	}
	reached := len(f.Clusters) - f.Verdict.NotReached
	for i, g := range f.Gaps {
		if i == mostRows {
			fmt.Fprintf(&b, "\n%s.\n", text.Sentence(strings.TrimSuffix(more(f.Gaps[i:]), ": -v")))
			break
		}
		fmt.Fprintf(&b, "| %s | %s | %d of %d | %s |\n", g.word(), clean(g.Check), len(g.Clusters), reached, clean(text.Few(g.Clusters)))
	}
	fmt.Fprintf(&b, "\n### The clusters, %s\n\n| | clusters | what they are | what differs |\n| --- | --- | --- | --- |\n", f.grouped())
	for i, g := range f.Groups {
		if i == mostRows {
			fmt.Fprintf(&b, "\nAnd %d more.\n", len(f.Groups)-i)
			break
		}
		word, _, what := f.headOf(g)
		fmt.Fprintf(&b, "| %s | %s: %d | %s | %s |\n", word, clean(g.Name), len(g.Clusters), clean(what), clean(g.differs(f)))
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("writing the fleet as Markdown: %w", err)
	}
	return nil
}

// mostRows is how many rows a table of Markdown has at most.
const mostRows = 50

// differs says what is unlike among the clusters of a group.
func (g Group) differs(f Fleet) string {
	var parts []string
	word, _ := f.named(g.Like).headline()
	for i, o := range g.Outliers {
		if i == mostGaps {
			parts = append(parts, fmt.Sprintf("and %d more", len(g.Outliers)-i))
			break
		}
		who := text.Few(o.Clusters)
		if other, _ := f.named(o.Clusters[0]).headline(); other != word && !o.NotReached {
			who += " (" + other + ")"
		}
		parts = append(parts, who+": "+o.Describe(false))
	}
	for _, d := range g.Drift {
		parts = append(parts, d.short())
	}
	return strings.Join(parts, "; ")
}
