package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// The JUnit document, in the dialect of Jenkins' junit-10.xsd, which GitLab, GitHub's
// reporters, Azure and CircleCI read as well.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Time     string       `xml:"time,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Time     string      `xml:"time,attr"`
		Stamp    string      `xml:"timestamp,attr,omitempty"`
		Hostname string      `xml:"hostname,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string     `xml:"name,attr"`
		Class   string     `xml:"classname,attr"`
		Time    string     `xml:"time,attr"`
		Failure *junitSaid `xml:"failure"`
		Error   *junitSaid `xml:"error"`
		Skipped *junitSaid `xml:"skipped"`
	}
	junitSaid struct {
		Type    string `xml:"type,attr"`
		Message string `xml:"message,attr"`
		Text    string `xml:",cdata"`
	}
)

// JUnit writes one suite a battery and one case a check. It is red exactly when the exit
// code is not 0: what does not fail the run (a gap below FailOn, a waived one, an unknown
// that is no must-have or that was accepted) is a skipped case that says so. Never is it a
// passed one.
func JUnit(w io.Writer, r Report) error {
	all := junitSuites{Name: clean("kready " + r.Target.Name), Time: "0"}
	at := map[string]int{}
	for _, x := range r.Results {
		i, ok := at[x.Battery]
		if !ok {
			i = len(all.Suites)
			at[x.Battery] = i
			all.Suites = append(all.Suites, newJUnitSuite(r.Target, x.Battery))
		}
		all.Suites[i].add(r.junitCase(x))
	}
	for _, s := range all.Suites {
		all.Tests += s.Tests
		all.Failures += s.Failures
		all.Errors += s.Errors
	}
	out, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return fmt.Errorf("writing the report as JUnit XML: %w", err)
	}
	if _, err := fmt.Fprintf(w, "%s%s\n", xml.Header, out); err != nil {
		return fmt.Errorf("writing the report as JUnit XML: %w", err)
	}
	return nil
}

func newJUnitSuite(t Target, battery string) junitSuite {
	s := junitSuite{Name: clean(battery), Hostname: clean(t.Name), Time: "0"}
	if !t.CollectedAt.IsZero() {
		s.Stamp = t.CollectedAt.UTC().Format("2006-01-02T15:04:05")
	}
	return s
}

func (s *junitSuite) add(c junitCase) {
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
	s.Cases = append(s.Cases, c)
}

func (r Report) junitCase(x Result) junitCase {
	c := junitCase{Name: clean(x.ID), Class: clean("kready." + x.Battery), Time: "0"}
	said := &junitSaid{Type: clean(x.Tier + " " + standing(x)), Message: clean(sentence(x.Reason)), Text: r.junitText(x)}
	switch {
	case x.Status == "pass":
	case x.Waiver != nil:
		said.Message = clean(accepted(*x.Waiver) + " " + sentence(x.Reason))
		c.Skipped = said
	case x.Status == "skip":
		c.Skipped = &junitSaid{Type: "skip", Message: said.Message}
	case !r.fails(x):
		said.Message = r.mild(x) + " " + said.Message
		c.Skipped = said
	case x.Status == "gap":
		c.Failure = said
	default:
		c.Error = said
	}
	return c
}

// mild says why a gap or an unknown does not fail the run.
func (r Report) mild(x Result) string {
	_, isNew := NewFloor(r.Verdict.FailOn)
	switch {
	case isNew && r.worse(x) && x.Status == "gap":
		return fmt.Sprintf("A new gap of tier %s, which --fail-on %s is not about:", clean(x.Tier), clean(r.Verdict.FailOn))
	case isNew && x.Status == "gap":
		return "A gap that is not new since the baseline:"
	case isNew && !r.worse(x):
		return "Not judged, as before or in no must-have:"
	case x.Status == "gap" && r.Verdict.FailOn == Never:
		return "A gap, and no gap fails this run (--fail-on never):"
	case x.Status == "gap":
		return fmt.Sprintf("A gap of tier %s, below --fail-on %s:", clean(x.Tier), clean(r.Verdict.FailOn))
	case isNew, x.Tier == "must" && r.required(x.Battery):
		return "Not judged, and accepted so (--allow-unknown):"
	}
	return "Not judged, and no must-have here:"
}

// junitText is what a reader finds behind a case: the findings, why, and the way out.
func (r Report) junitText(x Result) string {
	lines := []string{""}
	for _, f := range x.Findings {
		lines = append(lines, "- "+clean(seen(f)))
	}
	for _, f := range x.Waived {
		line := "- waived: " + seen(f)
		if w, ok := r.waiverOf(x, f.Object); ok {
			line += " (" + accepted(w) + ")"
		}
		lines = append(lines, clean(line))
	}
	for _, l := range r.lapsed(x) {
		lines = append(lines, clean(l))
	}
	if x.Status == "gap" {
		lines = append(lines, "Why: "+clean(opening(x.Why)), "Fix:")
		for _, l := range remedy(x.Remediation, "  ", width) {
			lines = append(lines, clean(l))
		}
	}
	lines = append(lines, "kready explain "+clean(x.ID)+" says more.", "")
	return strings.Join(lines, "\n")
}
