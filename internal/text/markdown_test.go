package text_test

import (
	"strings"
	"testing"

	"github.com/kready/kready/internal/text"
)

func TestSentence(t *testing.T) {
	for in, want := range map[string]string{
		"nothing is there":           "Nothing is there.",
		"kube-proxy's mode is unset": "kube-proxy's mode is unset.",
		"it is so.":                  "It is so.",
		"":                           "",
	} {
		if got := text.Sentence(in); got != want {
			t.Errorf("text.Sentence(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestOpening: a short first sentence takes the next ones with it, up to a glance.
func TestOpening(t *testing.T) {
	long := strings.Repeat("word ", 30)
	for in, want := range map[string]string{
		"It fails, e.g. at night. Nobody notices.\n\nMore.": "It fails, e.g. at night. Nobody notices.",
		long + "end. More of it.":                           long + "end.",
		"Short. " + long + "end. More of it.":               "Short. " + long + "end.",
		"":                                                  "",
		"No full stop":                                      "No full stop",
	} {
		if got := text.Opening(in); got != want {
			t.Errorf("text.Opening(%q) =\n%q, want\n%q", in, got, want)
		}
	}
}
