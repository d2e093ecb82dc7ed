package format

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/report/reporttest"
)

func junitOf(t *testing.T, r report.Report) junitSuites {
	t.Helper()
	var out junitSuites
	if err := xml.Unmarshal(render(t, JUnit, r), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// junitGrammar is Jenkins' junit-10.xsd, as far as it goes for what kready writes: for each
// element the attributes that it must have, those that it may have, and its children.
func junitGrammar() map[string]struct{ must, may, children []string } {
	said := struct{ must, may, children []string }{may: []string{"type", "message"}}
	return map[string]struct{ must, may, children []string }{
		"testsuites": {may: []string{"name", "time", "tests", "failures", "errors"}, children: []string{"testsuite"}},
		"testsuite": {
			must:     []string{"name", "tests", "failures", "errors"},
			may:      []string{"group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"},
			children: []string{"testsuite", "properties", "testcase", "system-out", "system-err"},
		},
		"testcase": {must: []string{"name"}, may: []string{"time", "classname", "group"}, children: []string{"skipped", "error", "failure", "system-out", "system-err"}},
		"failure":  said, "error": said, "skipped": said,
	}
}

// TestJUnitGrammar: every document is one that Jenkins' schema allows.
func TestJUnitGrammar(t *testing.T) {
	for name, r := range everyReport() {
		if err := junitValid(render(t, JUnit, r)); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, bad := range []string{
		`<testsuites><testcase name="x"/></testsuites>`,
		`<testsuite name="x" tests="1" failures="0"/>`,
		`<testsuites disabled="1"/>`,
		`<testsuites>`,
	} {
		if junitValid([]byte(bad)) == nil {
			t.Errorf("taken for JUnit: %s", bad)
		}
	}
}

func junitValid(doc []byte) error {
	decoder := xml.NewDecoder(bytes.NewReader(doc))
	var open []string
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.StartElement:
			rule, ok := junitGrammar()[e.Name.Local]
			if !ok || e.Name.Space != "" {
				return fmt.Errorf("unknown element %v", e.Name)
			}
			if len(open) > 0 && !slices.Contains(junitGrammar()[open[len(open)-1]].children, e.Name.Local) {
				return fmt.Errorf("%s in %s", e.Name.Local, open[len(open)-1])
			}
			left := slices.Clone(rule.must)
			for _, a := range e.Attr {
				if !slices.Contains(rule.must, a.Name.Local) && !slices.Contains(rule.may, a.Name.Local) {
					return fmt.Errorf("%s has an attribute %s", e.Name.Local, a.Name.Local)
				}
				left = slices.DeleteFunc(left, func(s string) bool { return s == a.Name.Local })
			}
			if len(left) > 0 {
				return fmt.Errorf("%s lacks %v", e.Name.Local, left)
			}
			open = append(open, e.Name.Local)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(bytes.TrimSpace(e)) > 0 && !slices.Contains([]string{"failure", "error", "skipped"}, open[len(open)-1]) {
				return fmt.Errorf("text in %s", open[len(open)-1])
			}
		}
	}
}

// TestJUnitXSD: xmllint agrees, where it and a schema are at hand (KREADY_JUNIT_XSD).
func TestJUnitXSD(t *testing.T) {
	xsd := os.Getenv("KREADY_JUNIT_XSD")
	if xsd == "" {
		t.Skip("KREADY_JUNIT_XSD names no copy of junit-10.xsd; the grammar is tested without it")
	}
	i := 0
	for name, r := range everyReport() {
		i++
		file := filepath.Join(t.TempDir(), strconv.Itoa(i)+".xml")
		if err := os.WriteFile(file, render(t, JUnit, r), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command("xmllint", "--noout", "--schema", xsd, file).CombinedOutput(); err != nil {
			t.Errorf("%q: %v: %s", name, err, out)
		}
	}
}

// TestJUnitCounts: the counts are those of the cases, one for each check, and every status
// has its place.
func TestJUnitCounts(t *testing.T) {
	for name, r := range everyReport() {
		all := junitOf(t, r)
		cases := 0
		for _, s := range all.Suites {
			failures, failed, skipped := 0, 0, 0
			for _, c := range s.Cases {
				cases++
				if c.Failure != nil {
					failures++
				}
				if c.Error != nil {
					failed++
				}
				if c.Skipped != nil {
					skipped++
				}
			}
			if s.Tests != len(s.Cases) || s.Failures != failures || s.Errors != failed || s.Skipped != skipped {
				t.Errorf("%q: suite %s counts wrong: %+v", name, s.Name, s)
			}
		}
		if cases != len(r.Results) || all.Tests != cases {
			t.Errorf("%q: %d cases of %d checks", name, cases, len(r.Results))
		}
	}
	for status, r := range everyVerdict() {
		for _, s := range junitOf(t, r).Suites {
			for _, c := range s.Cases {
				passed := c.Failure == nil && c.Error == nil && c.Skipped == nil
				for _, x := range r.Results {
					if x.ID == c.Name && passed != (x.Status == "pass") {
						t.Errorf("%s: %s is %s, and passed in JUnit: %v", status, x.ID, x.Status, passed)
					}
				}
			}
		}
	}
}

// TestJUnitAgainstBaseline: with --fail-on new, red is what got worse, and that is what the
// exit code says.
func TestJUnitAgainstBaseline(t *testing.T) {
	change := func(id, tier string, worse bool) report.Change {
		return report.Change{ID: id, Tier: tier, Worse: worse}
	}
	for name, tt := range map[string]struct {
		report  string
		failOn  string
		allow   bool
		changes report.Changes
		want    [2]int // failures, errors
	}{
		"nothing new":            {report: "gaps", failOn: report.FailOnNew},
		"a new one":              {report: "gaps", failOn: report.FailOnNew, changes: report.Changes{NewGaps: []report.Change{change("logs/coverage", "must", true)}}, want: [2]int{1, 0}},
		"a larger one":           {report: "gaps", failOn: report.FailOnNew, changes: report.Changes{ChangedGaps: []report.Change{change("logs/coverage", "must", true)}}, want: [2]int{1, 0}},
		"a smaller one":          {report: "gaps", failOn: report.FailOnNew, changes: report.Changes{ChangedGaps: []report.Change{change("logs/coverage", "must", false)}}},
		"a lesser one":           {report: "gaps", failOn: report.FailOnNew, changes: report.Changes{NewGaps: []report.Change{change("network/kube-proxy-mode", "should", true)}}},
		"a lesser one counts":    {report: "gaps", failOn: report.FailOnNewShould, changes: report.Changes{NewGaps: []report.Change{change("network/kube-proxy-mode", "should", true)}}, want: [2]int{1, 0}},
		"unknown as before":      {report: "unknown", failOn: report.FailOnNew},
		"unknown now":            {report: "unknown", failOn: report.FailOnNew, changes: report.Changes{NewlyUnknown: []report.Change{change("dns/present", "must", true)}}, want: [2]int{0, 1}},
		"unknown now, accepted":  {report: "unknown", failOn: report.FailOnNew, allow: true, changes: report.Changes{NewlyUnknown: []report.Change{change("dns/present", "must", true)}}},
		"by tier, with baseline": {report: "gaps", failOn: "must", want: [2]int{2, 0}},
	} {
		r := reporttest.Samples()[tt.report]
		r.Verdict.FailOn = tt.failOn
		r = r.WithBaseline(report.Baseline{Changes: tt.changes}, tt.allow)
		out := junitOf(t, r)
		if got := [2]int{out.Failures, out.Errors}; got != tt.want || (got != [2]int{}) != (r.Verdict.ExitCode != 0) {
			t.Errorf("%s: failures and errors %v, want %v; exit code %d", name, got, tt.want, r.Verdict.ExitCode)
		}
		if md := string(render(t, Markdown, r)); !strings.Contains(md, "### Since the baseline") {
			t.Errorf("%s: Markdown does not say what changed", name)
		}
		if _, err := report.Read(render(t, JSON, r)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
