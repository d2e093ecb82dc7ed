package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// TestSummary: each package has a line as it ends, a failure all that it printed, what a tool says
// is passed on, and the count stands last.
func TestSummary(t *testing.T) {
	var out bytes.Buffer
	s := newSummary(&out, false)
	lines := make(chan string, 20)
	for _, line := range []string{
		`go: downloading something`,
		`{"Action":"output","Package":"a","Test":"TestFine","Output":"it is fine\n"}`,
		`{"Action":"pass","Package":"a","Test":"TestFine"}`,
		`{"Action":"skip","Package":"a","Test":"TestElsewhere"}`,
		`{"Action":"output","Package":"a","Output":"PASS\n"}`,
		`{"Action":"output","Package":"a","Output":"ok  \ta\t0.1s\n"}`,
		`{"Action":"pass","Package":"a"}`,
		`{"Action":"output","Package":"b","Test":"TestBad","Output":"    b_test.go:3: want 1\n"}`,
		`{"Action":"fail","Package":"b","Test":"TestBad"}`,
		`{"Action":"output","Package":"b","Output":"FAIL\tb\t0.1s\n"}`,
		`{"Action":"fail","Package":"b"}`,
	} {
		lines <- line + "\n"
	}
	close(lines)
	s.run(lines, nil)
	want := "go: downloading something\nok  \ta\t0.1s\n    b_test.go:3: want 1\nFAIL\tb\t0.1s\ntests: 1 passed, 1 failed, 1 skipped, in 2 packages; 0s\n"
	if out.String() != want || !s.failed() {
		t.Errorf("%q, failed %t", out.String(), s.failed())
	}
}

// TestSummarySaysThatItGoesOn: what is silent for long says that it is not stuck.
func TestSummarySaysThatItGoesOn(t *testing.T) {
	var out bytes.Buffer
	s := newSummary(&out, false)
	s.said = time.Now().Add(-time.Hour)
	lines, ticks := make(chan string), make(chan time.Time)
	go func() {
		ticks <- time.Now()
		ticks <- time.Now()
		close(lines)
	}()
	s.run(lines, ticks)
	if n := strings.Count(out.String(), "... 0 tests in 0 packages have ended"); n != 1 || s.failed() {
		t.Errorf("said %d times: %s", n, out.String())
	}
}
