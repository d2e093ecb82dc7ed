package target

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/kready/kready/internal/facts"
)

// TestLines reads a text line by line, to its end or until the caller has enough.
func TestLines(t *testing.T) {
	src := server(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/metrics" || r.Header.Get("Accept") != "text/plain" {
			t.Errorf("asked %s for %s", r.URL, r.Header.Get("Accept"))
		}
		_, _ = w.Write([]byte(strings.Repeat("a{b=\"c\"} 1\n", 100_000) + "last 2"))
	}, LiveOptions{})
	lines, last := 0, ""
	err := LinesOf(t.Context(), src, "/metrics", func(line []byte) error {
		lines, last = lines+1, string(line)
		return nil
	})
	if err != nil || lines != 100_001 || last != "last 2" {
		t.Errorf("%d lines, the last %q: %v", lines, last, err)
	}
	enough := errors.New("enough")
	if err := LinesOf(t.Context(), src, "/metrics", func([]byte) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("%v, want the caller's own error", err)
	}
}

// TestLinesThatCannotBeRead says why.
func TestLinesThatCannotBeRead(t *testing.T) {
	for name, c := range map[string]struct {
		want   string
		answer http.HandlerFunc
	}{
		"forbidden": {facts.ReasonForbidden, func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusForbidden) }},
		"a web page": {facts.ReasonUnavailable, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write([]byte("<html>"))
		}},
		"one long line": {facts.ReasonTooLarge, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, longestLine+1)) }},
		"cut short": {facts.ReasonUnavailable, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte("a 1\n"))
		}},
	} {
		src := server(t, c.answer, LiveOptions{})
		if err := LinesOf(t.Context(), src, "/metrics", func([]byte) error { return nil }); reasonOf(err) != c.want {
			t.Errorf("%s: %v (%s), want %s", name, err, reasonOf(err), c.want)
		}
	}
	if err := LinesOf(context.Background(), &dump{}, "/metrics", nil); reasonOf(err) != facts.ReasonNotContained {
		t.Errorf("of files: %v", err)
	}
}
