package diff

import (
	"fmt"
	"io"
	"strings"

	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report/format"
	"github.com/kready/kready/internal/text"
)

// Formats returns all formats of a comparison.
func Formats() []output.Format[Diff] {
	return []output.Format[Diff]{
		output.Text(Text),
		output.New("markdown", "for a comment on a pull request", ".md", Markdown),
		output.JSON[Diff]("the comparison itself, with a schema"),
	}
}

// Text writes the comparison for people.
func Text(w io.Writer, d Diff, o output.Options) error {
	if _, err := fmt.Fprintf(w, "%s%s\n", format.TextEntry("Old", d.Old.Describe(), o), format.TextEntry("New", d.New.Describe(), o)); err != nil {
		return fmt.Errorf("writing the comparison: %w", err)
	}
	if err := format.TextChanges(w, d.Changes, o); err != nil {
		return err
	}
	word, status, meaning := d.Verdict.Headline()
	if _, err := fmt.Fprintf(w, "\n%s.\n%s: %s (exit %d).\n", d.counts(), format.Painter(o.Color)(status, word), meaning, d.Verdict.ExitCode); err != nil {
		return fmt.Errorf("writing the comparison: %w", err)
	}
	return nil
}

// Markdown writes the comparison for a comment on a pull request.
func Markdown(w io.Writer, d Diff) error {
	word, _, meaning := d.Verdict.Headline()
	_, err := fmt.Fprintf(w, "## kready: what changed\n\n**%s**: %s. %s.\n\n- **old**: %s\n- **new**: %s\n\n",
		word, meaning, d.counts(), format.EscapeMarkdown(d.Old.Describe()), format.EscapeMarkdown(d.New.Describe()))
	if err != nil {
		return fmt.Errorf("writing the comparison as Markdown: %w", err)
	}
	return format.MarkdownChanges(w, d.Changes)
}

// counts say in a line how many gaps came and went.
func (d Diff) counts() string {
	parts := []string{text.Counted(len(d.NewGaps), "new gap", "new gaps")}
	for _, x := range []struct {
		n    int
		word string
	}{
		{len(d.ChangedGaps), "changed"},
		{len(d.ClosedGaps), "closed"},
		{len(d.SkippedGaps), "not asked any more"},
		{len(d.NewlyWaived), "newly waived"},
		{len(d.NewlyUnknown), "no longer judged"},
		{len(d.NewlyJudged), "judged again"},
	} {
		if x.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", x.n, x.word))
		}
	}
	return strings.Join(parts, ", ")
}
