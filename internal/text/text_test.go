package text_test

import (
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/kready/kready/internal/text"
)

func TestCounted(t *testing.T) {
	for n, want := range map[int]string{0: "0 nodes are", 1: "1 node is", 2: "2 nodes are"} {
		if got := text.Counted(n, "node", "nodes") + " " + text.Are(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestShare(t *testing.T) {
	for want, n := range map[string][2]int{
		"no node": {0, 1}, "the only node": {1, 1}, "none of 2 nodes": {0, 2}, "1 of 2 nodes": {1, 2}, "both nodes": {2, 2}, "all 3 nodes": {3, 3},
	} {
		if got := text.Share(n[0], n[1], "node", "nodes"); got != want {
			t.Errorf("%v: got %q, want %q", n, got, want)
		}
	}
}

func TestLists(t *testing.T) {
	letters := []string{"a", "b", "c", "d", "e"}
	for _, c := range []struct{ got, want string }{
		{text.Few(nil), ""},
		{text.Few(letters[:3]), "a, b, c"},
		{text.Few(letters), "a, b, c and 2 more"},
		{text.List(letters, 1, "; "), "a and 4 more"},
		{text.Or(nil), ""},
		{text.Or(letters[:1]), "a"},
		{text.Or(letters[:3]), "a, b or c"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
	if got := text.First(letters, 2); !slices.Equal(got, []string{"a", "b", "and 3 more"}) {
		t.Errorf("First: %q", got)
	}
	if letters[2] != "c" {
		t.Error("First wrote into what it was given")
	}
}

func TestTruncate(t *testing.T) {
	for _, c := range []struct {
		s          string
		most       int
		start, end string
	}{
		{"short", 5, "short", "short"},
		{"shorter", 5, "shor…", "…rter"},
		{"äöüß", 4, "äöüß", "äöüß"},
		{"äöüß!", 4, "äöü…", "…üß!"},
		{"one two three", 8, "one two…", "…three"},
		{"any", 1, "…", "…"},
		{"any", 0, "", ""},
		{"any", -1, "", ""},
		{"", 0, "", ""},
	} {
		start, end := text.Truncate(c.s, c.most), text.TruncateStart(c.s, c.most)
		if start != c.start || end != c.end {
			t.Errorf("%q to %d: %q and %q, want %q and %q", c.s, c.most, start, end, c.start, c.end)
		}
		if n := max(utf8.RuneCountInString(start), utf8.RuneCountInString(end)); n > max(c.most, 0) {
			t.Errorf("%q to %d: %d characters", c.s, c.most, n)
		}
	}
}

func TestOneLine(t *testing.T) {
	if got := text.OneLine(" a\n\tb  c "); got != "a b c" {
		t.Errorf("%q", got)
	}
}

func TestDuration(t *testing.T) {
	const day = 24 * time.Hour
	for d, want := range map[time.Duration]string{
		-time.Hour:             "less than a minute",
		59 * time.Second:       "less than a minute",
		80 * time.Second:       "1 minute",
		119 * time.Minute:      "119 minutes",
		2 * time.Hour:          "2 hours",
		47*time.Hour + 59*1e9:  "47 hours",
		2 * day:                "2 days",
		100*day + 23*time.Hour: "100 days",
	} {
		if got := text.Duration(d); got != want {
			t.Errorf("%s: %q, want %q", d, got, want)
		}
	}
}
