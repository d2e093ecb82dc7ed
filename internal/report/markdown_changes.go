package report

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/kready/kready/internal/check"
)

// commentRoom is how many characters of changes go into one comment: GitHub takes
// 65,536, and a heading needs some.
const commentRoom = 60000

// MarkdownChanges writes what changed as a list, for a comment on a pull request. What
// does not fit into one is counted.
func MarkdownChanges(w io.Writer, c Changes) error {
	var entries []string
	for _, note := range c.Notes {
		entries = append(entries, "- **note**: "+plainMD(sentence(note))+"\n")
	}
	all := c.news()
	for _, n := range all {
		entries = append(entries, markdownNews(n))
	}
	if len(c.OnlyNew) > 0 {
		entries = append(entries, "- **not compared**, only in the new report: "+plainMD(loneWords(c.OnlyNew))+".\n")
	}
	if len(c.OnlyOld) > 0 {
		entries = append(entries, "- **not compared**, only in the old report: "+plainMD(loneWords(c.OnlyOld))+".\n")
	}
	if len(all) == 0 {
		entries = append(entries, "- Nothing changed.\n")
	}
	var b strings.Builder
	for i, e := range entries {
		if b.Len()+len(e) > commentRoom {
			fmt.Fprintf(&b, "- and %s that did not fit here\n", check.Counted(len(entries)-i, "more change", "more changes"))
			break
		}
		b.WriteString(e)
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("writing the changes as Markdown: %w", err)
	}
	return nil
}

// markdownNews is one item, with its findings as items below it.
func markdownNews(n news) string {
	const few, longest = 5, 400
	var b strings.Builder
	fmt.Fprintf(&b, "- **%s**: %s%s%s", n.label, plainMD(n.subject), n.between(), plainMD(n.about))
	if len(n.also) > 0 {
		b.WriteString(", and with it " + plainMD(strings.Join(n.also, ", ")))
	}
	if n.reason != "" {
		b.WriteString(". " + plainMD(short(n.reason, longest)))
	}
	b.WriteByte('\n')
	for i, f := range n.found {
		if i == few && len(n.found) > few+1 {
			fmt.Fprintf(&b, "  - and %d more\n", len(n.found)-few)
			break
		}
		fmt.Fprintf(&b, "  - %s: ", map[string]string{"+": "new", "-": "gone", "~": "waived"}[f.mark])
		if f.Object.Name != "" {
			b.WriteString(codeMD(strings.TrimSuffix(seen(Finding{Object: f.Object}), ": ")) + ": ")
		}
		b.WriteString(plainMD(short(f.Message, longest)) + "\n")
	}
	return b.String()
}

// short cuts a text after so many runes.
func short(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "…"
}

// PlainMarkdown makes a text from a cluster plain in Markdown.
func PlainMarkdown(text string) string { return plainMD(text) }

// plainMD makes a text from a cluster plain in Markdown: no markup, no HTML, and nobody
// is called by an @ in it. Code in backticks, as kready's own texts have it, stays.
func plainMD(text string) string {
	parts := strings.Split(clean(text), "`")
	var b strings.Builder
	for i, part := range parts {
		if i%2 == 1 && i+1 < len(parts) {
			b.WriteString("`" + part + "`")
			continue
		}
		if i > 0 && i%2 == 1 {
			b.WriteString("\\`")
		}
		for _, r := range part {
			switch {
			case r == '@':
				b.WriteString("@\u200b")
				continue
			case r == '<':
				b.WriteString("&lt;")
				continue
			case r == '&':
				b.WriteString("&amp;")
				continue
			case strings.ContainsRune(`\*_[]|~`, r):
				b.WriteByte('\\')
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// codeMD writes a text as code, whatever backticks it holds.
func codeMD(text string) string {
	text = clean(text)
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + text + " " + fence
	}
	return fence + text + fence
}
