package text

import (
	"strings"
	"unicode/utf8"
)

// Hang wraps a text behind a head: the first line begins with the head as it is, further ones with
// indent. No word is broken; one that is longer than a line stands alone.
func Hang(head, indent, s string, width int) []string {
	var lines []string
	line, empty := head, strings.TrimSpace(head) == ""
	for _, word := range strings.Fields(s) {
		gap := ""
		if !empty && !strings.HasSuffix(line, " ") {
			gap = " "
		}
		long := utf8.RuneCountInString(indent+word) > width && line == head // fits nowhere
		if !empty && !long && utf8.RuneCountInString(line+gap+word) > width {
			lines = append(lines, strings.TrimRight(line, " "))
			line, gap = indent, ""
		}
		line += gap + word
		empty = false
	}
	return append(lines, strings.TrimRight(line, " "))
}

// HangCut is Hang in at most so many lines. What is longer ends between two words with an ellipsis.
// Behind it, where it is not "", stands what says how much else there is, on a further line if need be.
func HangCut(head, indent, s string, most int, rest string, width int) []string {
	lines := Hang(head, indent, s, width)
	if len(lines) <= most {
		if rest == "" {
			return lines
		}
		return Hang(head, indent, s+" "+rest, width)
	}
	end := strings.TrimSpace(ellipsis + " " + rest)
	lines = lines[:most:most]
	last := lines[most-1]
	for utf8.RuneCountInString(last+" "+end) > width {
		at := strings.LastIndexByte(last, ' ')
		if at < 0 || strings.TrimSpace(last[:at]) == "" || most == 1 && len(last[:at]) < len(head) {
			return append(lines, indent+end) // a long word fills the line
		}
		last = strings.TrimRight(last[:at], " ")
	}
	lines[most-1] = strings.TrimRight(last, " ,;:") + " " + end
	return lines
}
