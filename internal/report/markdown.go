package report

import "strings"

// Clean makes a string from a cluster safe for a terminal.
func Clean(s string) string { return clean(s) }

// Paragraphs writes Markdown text for a terminal: paragraphs wrapped to width after
// indent with blank lines between them, list items below each other.
func Paragraphs(markdown, indent string, width int) string {
	var b strings.Builder
	var last string
	for _, p := range paragraphs(markdown) {
		item := strings.HasPrefix(p, "- ") || strings.HasPrefix(p, "* ")
		if last != "" && !(item && (strings.HasPrefix(last, "- ") || strings.HasPrefix(last, "* "))) {
			b.WriteByte('\n')
		}
		for _, line := range wrap(p, indent, width) {
			b.WriteString(line)
			b.WriteByte('\n')
		}
		last = p
	}
	return b.String()
}
