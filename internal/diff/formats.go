package diff

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// JSON writes the comparison as one indented JSON document.
func JSON(w io.Writer, d Diff) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(d); err != nil {
		return fmt.Errorf("writing the comparison as JSON: %w", err)
	}
	return nil
}

// Text writes the comparison for people; t says how.
func Text(w io.Writer, d Diff, t report.Text) error {
	if _, err := fmt.Fprintf(w, "%s%s\n", t.Entry("Old", d.Old.Words()), t.Entry("New", d.New.Words())); err != nil {
		return fmt.Errorf("writing the comparison: %w", err)
	}
	if err := t.WriteChanges(w, d.Changes); err != nil {
		return err
	}
	word, status, meaning := d.Verdict.Words()
	if _, err := fmt.Fprintf(w, "\n%s.\n%s: %s (exit %d).\n", d.counts(), t.Status(status, word), meaning, d.Verdict.ExitCode); err != nil {
		return fmt.Errorf("writing the comparison: %w", err)
	}
	return nil
}

// Markdown writes the comparison for a comment on a pull request.
func Markdown(w io.Writer, d Diff) error {
	word, _, meaning := d.Verdict.Words()
	_, err := fmt.Fprintf(w, "## kready: what changed\n\n**%s**: %s. %s.\n\n- **old**: %s\n- **new**: %s\n\n",
		word, meaning, d.counts(), report.PlainMarkdown(d.Old.Words()), report.PlainMarkdown(d.New.Words()))
	if err != nil {
		return fmt.Errorf("writing the comparison as Markdown: %w", err)
	}
	return report.MarkdownChanges(w, d.Changes)
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
