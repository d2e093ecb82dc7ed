package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean makes a string from a cluster safe for a terminal: whatever is not printable,
// escape sequences and bidirectional controls included, is written out as \u….
func clean(s string) string {
	if strings.IndexFunc(s, unprintable) < 0 && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t':
			b.WriteByte(' ')
		case unprintable(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func unprintable(r rune) bool { return !unicode.IsPrint(r) }

// wrap breaks Markdown text into lines of at most width runes, each after indent.
// Words that are longer than a line stand alone; code is left as it is.
func wrap(text, indent string, width int) []string {
	var lines []string
	for _, b := range blocks(text) {
		lines = append(lines, b.lines(indent, width)...)
	}
	return lines
}

// opening returns the first sentences of a text: enough to be understood, and no more
// of its first paragraph than a reader takes in at a glance.
func opening(text string) string {
	const enough, most = 90, 260
	all := blocks(text)
	if len(all) == 0 {
		return ""
	}
	first := all[0].text
	end := len(first)
	for i := 0; i+1 < len(first); i++ {
		if first[i] != '.' || first[i+1] != ' ' || abbreviated(first[:i]) {
			continue
		}
		end = i + 1
		if end >= enough {
			break
		}
		if next := strings.Index(first[end:], ". "); next < 0 && len(first) <= most {
			return first
		}
	}
	return first[:end]
}

// abbreviated reports whether the full stop after text belongs to an abbreviation.
func abbreviated(text string) bool {
	for _, short := range []string{"e.g", "i.e", "etc", "vs"} {
		if strings.HasSuffix(text, short) {
			return true
		}
	}
	return false
}

// sentence gives a text a capital letter and a full stop.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	// A name that is written small, like kube-proxy or list, keeps its form when it is
	// followed by anything but a plain word.
	word, _, _ := strings.Cut(text, " ")
	if !strings.ContainsAny(word, "-/.:0123456789\"'`") {
		text = string(unicode.ToUpper(first)) + text[size:]
	}
	if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "!") {
		text += "."
	}
	return text
}
