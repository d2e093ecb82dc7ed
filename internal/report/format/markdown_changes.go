package format

import (
	"fmt"
	"io"
	"strings"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// commentRoom is how many characters of changes go into one comment: GitHub takes
// 65,536, and a heading needs some.
const commentRoom = 60000

// MarkdownChanges writes what changed as a list, for a comment on a pull request. What
// does not fit into one is counted.
func MarkdownChanges(w io.Writer, c report.Changes) error {
	var entries []string
	for _, note := range c.Notes {
		entries = append(entries, "- **note**: "+prose(text.Sentence(note))+"\n")
	}
	all := changeEntries(c)
	for _, n := range all {
		entries = append(entries, markdownEntry(n))
	}
	if len(c.OnlyNew) > 0 {
		entries = append(entries, "- **not compared**, only in the new report: "+prose(describeUncompared(c.OnlyNew))+".\n")
	}
	if len(c.OnlyOld) > 0 {
		entries = append(entries, "- **not compared**, only in the old report: "+prose(describeUncompared(c.OnlyOld))+".\n")
	}
	if len(all) == 0 {
		entries = append(entries, "- Nothing changed.\n")
	}
	var b strings.Builder
	for i, e := range entries {
		if b.Len()+len(e) > commentRoom {
			fmt.Fprintf(&b, "- and %s that did not fit here\n", text.Counted(len(entries)-i, "more change", "more changes"))
			break
		}
		b.WriteString(e)
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("writing the changes as Markdown: %w", err)
	}
	return nil
}

// markdownEntry is one item, with its findings as items below it.
func markdownEntry(n changeEntry) string {
	const few, longest = 5, 400
	var b strings.Builder
	fmt.Fprintf(&b, "- **%s**: %s%s%s", n.label, prose(n.subject), n.between(), prose(n.detail))
	if len(n.also) > 0 {
		b.WriteString(", and with it " + prose(strings.Join(n.also, ", ")))
	}
	if n.reason != "" {
		b.WriteString(". " + prose(text.Truncate(n.reason, longest+1)))
	}
	b.WriteByte('\n')
	for i, f := range n.found {
		if i == few && len(n.found) > few+1 {
			fmt.Fprintf(&b, "  - and %d more\n", n.after(few))
			break
		}
		fmt.Fprintf(&b, "  - %s: ", map[string]string{"+": "new", "-": "gone", "~": "waived"}[f.mark])
		if f.Object.Name != "" {
			b.WriteString(span(strings.TrimSuffix(describeFinding(report.Finding{Object: f.Object}), ": ")) + ": ")
		}
		b.WriteString(prose(text.Truncate(f.Message, longest+1)) + "\n")
	}
	return b.String()
}
