package text

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// FuzzClean: what is clean has nothing that a terminal obeys, and stays as it is.
func FuzzClean(f *testing.F) {
	f.Add("a\x1b[31m\u202eb\n\t\xff")
	f.Fuzz(func(t *testing.T, s string) {
		clean := Clean(s)
		if strings.ContainsFunc(clean, func(r rune) bool { return !unicode.IsPrint(r) }) || !utf8.ValidString(clean) {
			t.Errorf("%q", clean)
		}
		if Clean(clean) != clean {
			t.Errorf("%q is cleaned twice", s)
		}
		for line := range strings.SplitSeq(CleanLines(s), "\n") {
			if Clean(line) != line {
				t.Errorf("%q", line)
			}
		}
	})
}

// FuzzTruncate: no more characters than asked for, and what fits stays.
func FuzzTruncate(f *testing.F) {
	f.Add("äöü and more", 3)
	f.Add("\xff\xfe", -1)
	f.Fuzz(func(t *testing.T, s string, most int) {
		for _, cut := range []string{Truncate(s, most), TruncateStart(s, most)} {
			if utf8.RuneCountInString(cut) > max(most, 0) {
				t.Errorf("%q to %d is %q", s, most, cut)
			}
			if utf8.RuneCountInString(s) <= most && cut != s {
				t.Errorf("%q to %d is %q", s, most, cut)
			}
		}
		if one := OneLine(s); OneLine(one) != one {
			t.Errorf("%q is not one line", one)
		}
	})
}

// FuzzMarkdown: the texts of checks, a user's own among them, as a terminal shows them. No word is
// lost.
func FuzzMarkdown(f *testing.F) {
	f.Add("Scale it:\n\n    kubectl scale deployment NAME --replicas=2\n\n- a\n  b\n1. c\n", 40)
	f.Add("a\n\n\n\t b", 0)
	f.Fuzz(func(t *testing.T, markdown string, width int) {
		width %= 200
		blocks := Blocks(markdown)
		var shown []string
		for _, b := range blocks {
			shown = append(shown, b.Lines("  ", width)...)
		}
		shown = append(shown, Wrap(markdown, "", width)...)
		_, _, _ = Paragraphs(markdown, " ", width), Opening(markdown), Remedy(markdown, "", width)
		_ = Shortest(blocks)
		if all := strings.Join(shown, " "); strings.Join(strings.Fields(markdown), "") != "" && strings.TrimSpace(all) == "" {
			t.Errorf("%q is shown as nothing", markdown)
		}
	})
}
