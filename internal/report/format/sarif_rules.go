package format

import (
	"fmt"
	"strings"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// newSARIFRule is a check, as SARIF's viewers explain it.
func newSARIFRule(x report.Result) sarifRule {
	rule := sarifRule{
		ID:                   text.Clean(x.ID),
		ShortDescription:     sarifText{Text: text.Clean(text.Sentence(x.Title))},
		DefaultConfiguration: sarifLevel{levelOf(x.Tier)},
		Properties:           sarifRuleProps{[]string{text.Clean(x.Battery), x.Level, x.Tier}},
	}
	if why := text.Opening(x.Why); why != "" {
		rule.FullDescription = &sarifText{Text: text.Clean(why)}
	}
	if help := helpText(x, "\n"); help != "" {
		rule.Help = &sarifText{help, helpText(x, "\n\n")}
	}
	for _, link := range x.Links {
		if webLink(link) {
			rule.HelpURI = link
			break
		}
	}
	return rule
}

// helpText is all that a check says of itself: why, the way out, where to read more.
func helpText(x report.Result, gap string) string {
	var parts []string
	if why := strings.TrimSpace(x.Why); why != "" {
		parts = append(parts, why)
	}
	if fix := strings.TrimSpace(x.Remediation); fix != "" {
		parts = append(parts, "How to close it:", fix)
	}
	var links []string
	for _, link := range x.Links {
		if webLink(link) {
			links = append(links, "- "+link)
		}
	}
	if len(links) > 0 {
		parts = append(parts, strings.Join(links, "\n"))
	}
	return text.CleanLines(strings.Join(parts, gap))
}

// sarifInvocation says how the run went, what could not be read, and which waivers do
// nothing. A run that could not judge all must-haves has not succeeded.
func newSARIFInvocation(r report.Report) sarifInvocation {
	in := sarifInvocation{
		ExecutionSuccessful: r.Verdict.ExitCode != 3, ExitCode: r.Verdict.ExitCode, EndTimeUTC: stamp(r.Target.CollectedAt),
	}
	for _, b := range r.BlindSpots {
		line := fmt.Sprintf("%s: %s", blindTitle(b.Reason), b.What())
		if b.Message != "" {
			line += " (" + b.Message + ")"
		}
		in.Execution = append(in.Execution, sarifNotice{"warning", sarifText{Text: linkless(text.Sentence(line))}})
	}
	for _, w := range r.Waivers {
		if w.State != "active" {
			in.Configuration = append(in.Configuration, sarifNotice{"note", sarifText{Text: linkless(waiverProblem(w))}})
		}
	}
	return in
}
