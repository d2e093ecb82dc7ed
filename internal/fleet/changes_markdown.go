package fleet

import (
	"fmt"
	"io"
	"strings"

	"github.com/kready/kready/internal/report/format"
	"github.com/kready/kready/internal/text"
)

// DiffMarkdown writes the comparison for a comment on a pull request.
func DiffMarkdown(w io.Writer, d Diff) error {
	word, _, meaning := d.Verdict.Headline()
	clean := func(s string) string { return format.EscapeMarkdown(text.Clean(s)) }
	var b strings.Builder
	fmt.Fprintf(&b, "## kready: what changed\n\n**%s**: %s. %s.\n\n- **old**: %s\n- **new**: %s\n", word, meaning, d.counts(), clean(d.Old.Describe()), clean(d.New.Describe()))
	writeMarkdownChanges(&b, d.Changes, "###")
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("writing the comparison as Markdown: %w", err)
	}
	return nil
}

// writeMarkdownChanges writes what changed, under headings of a level.
func writeMarkdownChanges(b *strings.Builder, c Changes, level string) {
	clean := func(s string) string { return format.EscapeMarkdown(text.Clean(s)) }
	if len(c.Notes) > 0 {
		b.WriteString("\n")
	}
	for _, note := range c.Notes {
		fmt.Fprintf(b, "- %s (%s)\n", clean(note.Note), clean(text.Few(note.Clusters)))
	}
	sections := c.sections()
	if len(sections) == 0 {
		b.WriteString("\nNothing changed.\n")
	}
	for _, s := range sections {
		fmt.Fprintf(b, "\n%s %s\n\n", level, s.title)
		for i, item := range s.items {
			if i == mostRows {
				fmt.Fprintf(b, "- and %d more\n", len(s.items)-i)
				break
			}
			words := ""
			if item.label != "" {
				words = "**" + item.label + "** "
			}
			if item.subject != "" {
				words += clean(item.subject) + " on "
			}
			fmt.Fprintf(b, "- %s%s\n", words, clean(item.where(false)))
		}
	}
}
