package report

import (
	"fmt"
	"net/url"
	"strings"
)

// newSARIFRule is a check, as SARIF's viewers explain it.
func newSARIFRule(x Result) sarifRule {
	rule := sarifRule{
		ID:                   clean(x.ID),
		ShortDescription:     sarifText{Text: clean(sentence(x.Title))},
		DefaultConfiguration: sarifLevel{levelOf(x.Tier)},
		Properties:           sarifRuleProps{[]string{clean(x.Battery), x.Level, x.Tier}},
	}
	if why := opening(x.Why); why != "" {
		rule.FullDescription = &sarifText{Text: clean(why)}
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
func helpText(x Result, gap string) string {
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
	return cleanLines(strings.Join(parts, gap))
}

// cleanLines is clean for a text of several lines.
func cleanLines(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = clean(strings.TrimRight(lines[i], "\r"))
	}
	return strings.Join(lines, "\n")
}

// webLink reports whether a link is one to a page on the web.
func webLink(link string) bool {
	u, err := url.Parse(link)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && !strings.ContainsAny(link, "<>\"' \t\r\n")
}

// sarifInvocation says how the run went, what could not be read, and which waivers do
// nothing. A run that could not judge all must-haves has not succeeded.
func (r Report) sarifInvocation() sarifInvocation {
	in := sarifInvocation{
		ExecutionSuccessful: r.Verdict.ExitCode != 3, ExitCode: r.Verdict.ExitCode, EndTimeUTC: stamp(r.Target.CollectedAt),
	}
	for _, b := range r.BlindSpots {
		text := fmt.Sprintf("%s: %s", blindTitle(b.Reason), strings.TrimSpace(b.Verb+" "+b.Resource))
		if b.Namespace != "" {
			text += " in " + b.Namespace
		}
		if b.Message != "" {
			text += " (" + b.Message + ")"
		}
		in.Execution = append(in.Execution, sarifNotice{"warning", sarifText{Text: linkless(sentence(text))}})
	}
	for _, w := range r.Waivers {
		if w.State != "active" {
			in.Configuration = append(in.Configuration, sarifNotice{"note", sarifText{Text: linkless(complaint(w))}})
		}
	}
	return in
}

// objectFindings are all findings of a check on one object.
type objectFindings struct {
	object   Object
	messages []string
}

// said is what was seen on the object, in one sentence.
func (g objectFindings) said() string {
	if len(g.messages) == 0 {
		return ""
	}
	return seen(Finding{Object: g.object, Message: strings.Join(g.messages, "; ")})
}

// byObject gathers findings by object, in their order.
func byObject(findings []Finding) []objectFindings {
	at := map[Object]int{}
	var groups []objectFindings
	for _, f := range findings {
		i, ok := at[f.Object]
		if !ok {
			i = len(groups)
			at[f.Object] = i
			groups = append(groups, objectFindings{object: f.Object})
		}
		groups[i].messages = append(groups[i].messages, f.Message)
	}
	return groups
}
