package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// event is a line of `go test -json`.
type event struct {
	Action  string
	Package string
	Test    string
	Output  string
	Elapsed float64
	// ImportPath names what a build is of.
	ImportPath string
}

// summary counts the tests, and keeps what they print until they have ended.
type summary struct {
	to      io.Writer
	verbose bool
	began   time.Time
	said    time.Time

	packages, broken      int
	passed, fell, skipped int
	// printed is what each test that runs printed, by package and test.
	printed map[string][]string
}

func newSummary(to io.Writer, verbose bool) *summary {
	return &summary{to: to, verbose: verbose, began: time.Now(), said: time.Now(), printed: map[string][]string{}}
}

// run takes lines until there are no more, and says at ticks that it goes on when nothing was said
// for long.
func (s *summary) run(lines <-chan string, ticks <-chan time.Time) {
	for {
		select {
		case line, more := <-lines:
			if !more {
				s.say("%s: %d passed, %d failed, %d skipped, in %d packages; %s\n", "tests", s.passed, s.fell, s.skipped, s.packages, s.took())
				return
			}
			s.line(line)
		case <-ticks:
			if time.Since(s.said) >= quiet/2 {
				s.say("... %d tests in %d packages have ended; others are being built or run; %s\n", s.passed+s.fell+s.skipped, s.packages, s.took())
			}
		}
	}
}

func (s *summary) say(format string, args ...any) {
	s.said = time.Now()
	fmt.Fprintf(s.to, format, args...)
}

func (s *summary) took() string {
	return time.Since(s.began).Round(time.Second).String()
}

// line takes one line; what is no event is what a tool says, and is printed.
func (s *summary) line(line string) {
	var e event
	if json.Unmarshal([]byte(line), &e) != nil {
		s.say("%s", line)
		return
	}
	key := e.Package + " " + e.Test
	switch e.Action {
	case "build-output":
		s.say("%s", e.Output)
	case "output":
		if s.verbose {
			s.say("%s", e.Output)
		}
		s.printed[key] = append(s.printed[key], e.Output)
	case "pass", "fail", "skip":
		s.ended(e, s.printed[key])
		delete(s.printed, key)
	}
}

// ended counts a test or a package that has ended. Of what failed all that it printed is shown.
func (s *summary) ended(e event, printed []string) {
	if e.Test == "" {
		s.packages++
		if e.Action == "fail" {
			s.broken++
			s.unended(e.Package)
		}
		for _, line := range printed {
			if !s.verbose && (e.Action == "fail" || !noise(line)) {
				s.say("%s", line)
			}
		}
		return
	}
	switch e.Action {
	case "pass":
		s.passed++
	case "skip":
		s.skipped++
	case "fail":
		s.fell++
		for _, line := range printed {
			if !s.verbose {
				s.say("%s", line)
			}
		}
	}
}

// unended shows what those tests of a package printed that came to no end, as after a panic.
func (s *summary) unended(pkg string) {
	for _, key := range slices.Sorted(maps.Keys(s.printed)) {
		if of, test, _ := strings.Cut(key, " "); of != pkg || test == "" {
			continue
		}
		for _, line := range s.printed[key] {
			if !s.verbose {
				s.say("%s", line)
			}
		}
		delete(s.printed, key)
	}
}

// noise reports whether a line of a package says no more than the line of its result.
func noise(line string) bool { return line == "PASS\n" || strings.Contains(line, "[no test files]") }

// failed reports whether a test or a package has failed.
func (s *summary) failed() bool { return s.fell > 0 || s.broken > 0 }
