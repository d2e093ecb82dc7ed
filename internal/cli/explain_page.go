package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/kready/kready/internal/cause"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/report/format"
	"github.com/kready/kready/internal/text"
)

// explanation is a page of help that is being written, about checks alone or about what became of
// them in a cluster.
type explanation struct {
	w     io.Writer
	width int
	// here is the report on the cluster that was named, nil for none.
	here *report.Report
}

func (p explanation) printf(format string, args ...any) { fmt.Fprintf(p.w, format, args...) }

// battery lists the checks of a battery, with what became of them.
func (p explanation) battery(name string, checks []check.Check) {
	p.printf("%s\n\n", name)
	for _, b := range check.Batteries() {
		if b.Name == name {
			p.printf("    %s: %s.\n\n", b.Title, b.Description)
		}
	}
	if p.here != nil {
		p.printf("IN %s\n\n", text.Clean(p.here.Target.Name))
	}
	for _, c := range checks {
		p.printf("    %s  (%s, %s)\n", c.ID, c.Tier, c.Level)
		said := c.Title
		if x, ok := p.result(c.ID); ok {
			said = resultWord(x) + ": " + text.Sentence(x.Reason)
		}
		for _, line := range text.Hang("      ", "      ", text.Clean(said), p.width) {
			p.printf("%s\n", line)
		}
	}
	p.printf("\n`kready explain ID` says more about each.\n")
}

// check prints one check.
func (p explanation) check(c check.Check) {
	p.printf("%s\n\n    %s.\n\n", c.ID, c.Title)
	p.printf("    tier    %s\n    level   %s: the battery is %s\n", tierWords(c.Tier), c.Level, levelWords(c.Level))
	if c.IsRequirement() {
		p.printf("    judges  a service that is to land: kready land runs it, and check does not\n")
	}
	if len(c.Requires) > 0 {
		p.printf("    after   %s\n", strings.Join(c.Requires, ", "))
	}
	if len(c.Needs) > 0 {
		p.printf("    reads   %s\n", strings.Join(facts.KindNames(c.Needs), ", "))
	}
	if slices.Contains(cause.AboutReadiness(), c.ID) {
		p.printf("    causes  findings name why what they rest on is not ready, where the cluster says it;\n")
		p.printf("            gaps that follow from the same cause are listed under the first of them\n")
	}
	if c.Position != "" {
		p.printf("    from    %s\n", c.Position)
	}
	x, judged := p.result(c.ID)
	if judged {
		p.outcome(x)
	}
	p.section("WHY, AND HOW IT IS JUDGED", c.Doc)
	if judged && (x.Status == string(check.StatusGap) || x.Status == string(check.StatusUnknown) || x.Folded) {
		p.section("HOW TO CLOSE THE GAP HERE", text.CleanLines(remedyWords(check.Remedy{Text: x.Remediation})))
	} else {
		p.section("HOW TO CLOSE THE GAP", c.Remediation)
		for _, r := range c.Remedies {
			p.section("HOW TO CLOSE THE GAP: "+r.When(), remedyWords(r))
		}
	}
	p.printf("\nSEE\n\n")
	for _, link := range c.Links {
		p.printf("    %s\n", link)
	}
}

// outcome says what became of a check in the cluster that was named.
func (p explanation) outcome(x report.Result) {
	p.printf("\nIN %s\n\n", text.Clean(p.here.Target.Name))
	for _, line := range text.Hang("    ", "    ", text.Clean(resultWord(x)+": "+text.Sentence(x.Reason)), p.width) {
		p.printf("%s\n", line)
	}
	for _, line := range format.FindingLines(x.Findings, x.Reason, "    ", p.width) {
		p.printf("%s\n", line)
	}
	for _, f := range p.here.Following(x.ID) {
		for _, line := range text.Hang("    ", "    ", text.Clean("Follows from it: "+f.ID+", "+f.Reason+"."), p.width) {
			p.printf("%s\n", line)
		}
	}
	if x.Waiver != nil {
		p.printf("    Waived until %s by %s.\n", x.Waiver.Expires, text.Clean(x.Waiver.Owner))
	}
}

// result is what became of a check, where a cluster was named.
func (p explanation) result(id string) (report.Result, bool) {
	if p.here == nil {
		return report.Result{}, false
	}
	i := slices.IndexFunc(p.here.Results, func(x report.Result) bool { return x.ID == id })
	if i < 0 {
		return report.Result{}, false
	}
	return p.here.Results[i], true
}

// resultWord is the status as the report writes it: GAP for a must-have.
func resultWord(x report.Result) string {
	if x.Status == string(check.StatusGap) && x.Tier == string(check.TierMust) {
		return "GAP"
	}
	return x.Status
}

func (p explanation) section(title, markdown string) {
	p.printf("\n%s\n\n%s", title, text.Paragraphs(markdown, "    ", p.width))
}

// remedyWords is the text of a remedy, or that there is none.
func remedyWords(r check.Remedy) string {
	if strings.TrimSpace(r.Text) == "" {
		return "Nothing can be done about it there."
	}
	return r.Text
}

func tierWords(t check.Tier) string {
	switch t {
	case check.TierMust:
		return "must: nothing should land without it"
	case check.TierShould:
		return "should: an outage waiting for its day"
	}
	return "could: nice to have"
}

func levelWords(l check.Level) string {
	switch l {
	case check.LevelPresent:
		return "there"
	case check.LevelHealthy:
		return "in good health"
	case check.LevelConfigured:
		return "set up so that it does something"
	}
	return "proven to work"
}
