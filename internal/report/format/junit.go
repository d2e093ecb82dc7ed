package format

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
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
		Name    string       `xml:"name,attr"`
		Class   string       `xml:"classname,attr"`
		Time    string       `xml:"time,attr"`
		Failure *junitDetail `xml:"failure"`
		Error   *junitDetail `xml:"error"`
		Skipped *junitDetail `xml:"skipped"`
	}
	junitDetail struct {
		Type    string `xml:"type,attr"`
		Message string `xml:"message,attr"`
		Text    string `xml:",cdata"`
	}
)

// JUnit writes one suite a battery and one case a check. It is red exactly when the exit
// code is not 0: what does not fail the run (a gap below FailOn, a waived one, an unknown
// that is no must-have or that was accepted) is a skipped case that says so. Never is it a
// passed one.
func JUnit(w io.Writer, r report.Report) error {
	all := junitSuites{Name: text.Clean("kready " + r.Target.Name), Time: "0"}
	at := map[string]int{}
	for _, x := range r.Results {
		i, ok := at[x.Battery]
		if !ok {
			i = len(all.Suites)
			at[x.Battery] = i
			all.Suites = append(all.Suites, newJUnitSuite(r.Target, x.Battery))
		}
		all.Suites[i].add(newJUnitCase(r, x))
	}
	return all.write(w)
}

// JUnitOf writes a suite for each service, by its report.
func JUnitOf(w io.Writer, reports []report.Report) error {
	all := junitSuites{Name: "kready land", Time: "0"}
	for _, r := range reports {
		suite := newJUnitSuite(r.Target, r.Service.Name)
		for _, x := range r.Results {
			suite.add(newJUnitCase(r, x))
		}
		all.Suites = append(all.Suites, suite)
	}
	return all.write(w)
}

// write counts what is in the suites, and writes them.
func (all junitSuites) write(w io.Writer) error {
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

func newJUnitSuite(t report.Target, battery string) junitSuite {
	s := junitSuite{Name: text.Clean(battery), Hostname: text.Clean(t.Name), Time: "0"}
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

func newJUnitCase(r report.Report, x report.Result) junitCase {
	c := junitCase{Name: text.Clean(x.ID), Class: text.Clean("kready." + x.Battery), Time: "0"}
	detail := &junitDetail{Type: text.Clean(x.Tier + " " + x.StatusOrWaived()), Message: text.Clean(text.Sentence(x.Reason)), Text: junitText(r, x)}
	switch {
	case x.Status == "pass":
	case x.Waiver != nil:
		detail.Message = text.Clean(accepted(*x.Waiver) + " " + text.Sentence(x.Reason))
		c.Skipped = detail
	case x.Status == "skip":
		c.Skipped = &junitDetail{Type: "skip", Message: detail.Message}
	case !r.Fails(x):
		detail.Message = whyNotFailing(r, x) + " " + detail.Message
		c.Skipped = detail
	case x.Status == "gap":
		c.Failure = detail
	default:
		c.Error = detail
	}
	return c
}

// whyNotFailing says why a gap or an unknown does not fail the run.
func whyNotFailing(r report.Report, x report.Result) string {
	_, isNew := report.NewGapsTier(r.Verdict.FailOn)
	switch {
	case isNew && r.GotWorse(x) && x.Status == "gap":
		return fmt.Sprintf("A new gap of tier %s, which --fail-on %s is not about:", text.Clean(x.Tier), text.Clean(r.Verdict.FailOn))
	case isNew && x.Status == "gap":
		return "A gap that is not new since the baseline:"
	case isNew && !r.GotWorse(x):
		return "Not judged, as before or in no must-have:"
	case x.Status == "gap" && r.Verdict.FailOn == report.Never:
		return "A gap, and no gap fails this run (--fail-on never):"
	case x.Status == "gap":
		return fmt.Sprintf("A gap of tier %s, below --fail-on %s:", text.Clean(x.Tier), text.Clean(r.Verdict.FailOn))
	case isNew, x.Tier == "must" && r.Requires(x.Battery):
		return "Not judged, and accepted so (--allow-unknown):"
	}
	return "Not judged, and no must-have here:"
}

// junitText is what a reader finds behind a case: the findings, why, and the way out.
func junitText(r report.Report, x report.Result) string {
	lines := []string{""}
	for _, f := range x.Seen() {
		lines = append(lines, "- "+text.Clean(describeFinding(f)))
		if f.Cause != "" {
			lines = append(lines, "  "+text.Clean(because(f)))
		}
	}
	for _, f := range x.SeenWaived() {
		line := "- waived: " + describeFinding(f)
		if w, ok := r.WaiverOf(x, f.Object); ok {
			line += " (" + accepted(w) + ")"
		}
		lines = append(lines, text.Clean(line))
	}
	for _, w := range r.ExpiredWaivers(x) {
		lines = append(lines, text.Clean(waiverProblem(w)))
	}
	for _, also := range followers(r, x.ID) {
		lines = append(lines, "Follows from it: "+text.Clean(also))
	}
	if x.Status == "gap" {
		lines = append(lines, "Why: "+text.Clean(text.Opening(x.Why)), "Fix:")
		for _, l := range text.Remedy(x.Remediation, "  ", output.DefaultWidth) {
			lines = append(lines, text.Clean(l))
		}
	}
	lines = append(lines, "kready explain "+text.Clean(x.ID)+" says more.", "")
	return strings.Join(lines, "\n")
}
