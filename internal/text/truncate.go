package text

import (
	"strings"
	"unicode/utf8"
)

const ellipsis = "…"

// Truncate cuts s to at most so many characters, of which the last is then "…". It
// returns "" when most is zero or less.
func Truncate(s string, most int) string {
	switch {
	case len(s) <= most || utf8.RuneCountInString(s) <= most: // bytes are never fewer than characters
		return s
	case most <= 0:
		return ""
	}
	n := 0
	for i := range s {
		if n == most-1 {
			return s[:i] + ellipsis
		}
		n++
	}
	return s
}

// TruncateStart keeps the end of s: at most so many characters, of which the first is then
// "…". It drops the half of a word that the cut leaves, when another word follows.
func TruncateStart(s string, most int) string {
	switch {
	case len(s) <= most || utf8.RuneCountInString(s) <= most:
		return s
	case most <= 0:
		return ""
	}
	runes := []rune(s)
	tail := string(runes[len(runes)-most+1:])
	if _, words, ok := strings.Cut(tail, " "); ok {
		tail = words
	}
	return ellipsis + tail
}

// OneLine writes s on one line, with one space between its words.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
