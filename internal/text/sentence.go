package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentence gives a text a capital letter and a full stop.
func Sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(s)
	// A name that is written small, like kube-proxy or list, keeps its form when it is
	// followed by anything but a plain word.
	word, _, _ := strings.Cut(s, " ")
	if !strings.ContainsAny(word, "-/.:0123456789\"'`") {
		s = string(unicode.ToUpper(first)) + s[size:]
	}
	if !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "!") {
		s += "."
	}
	return s
}
