package report

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
)

// sarifRule is a check, as SARIF's viewers explain it.
func sarifRule(x Result) *sarif.ReportingDescriptor {
	rule := sarif.NewRule(x.ID).
		WithShortDescription(multiformat(sentence(x.Title), "")).
		WithFullDescription(multiformat(opening(x.Why), "")).
		WithHelp(multiformat(helpText(x, "\n"), helpText(x, "\n\n"))).
		WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(sarifLevel(x.Tier))).
		WithProperties(sarif.NewPropertyBag().WithTags([]string{clean(x.Battery), x.Level, x.Tier}))
	for _, link := range x.Links {
		if webLink(link) {
			return rule.WithHelpURI(link)
		}
	}
	return rule
}

// helpText is all that a check says of itself: why, the way out, where to read more.
func helpText(x Result, gap string) string {
	parts := []string{strings.TrimSpace(x.Why)}
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
	return strings.Join(parts, gap)
}

func multiformat(text, markdown string) *sarif.MultiformatMessageString {
	m := sarif.NewMultiformatMessageString().WithText(cleanLines(text))
	if markdown != "" {
		m.WithMarkdown(cleanLines(markdown))
	}
	return m
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
func (r Report) sarifInvocation() *sarif.Invocation {
	in := sarif.NewInvocation().WithExecutionSuccessful(r.Verdict.ExitCode != 3).WithExitCode(r.Verdict.ExitCode)
	if t := stamp(r.Target.CollectedAt); t != "" {
		in.WithEndTimeUtc(t)
	}
	for _, b := range r.BlindSpots {
		text := fmt.Sprintf("%s: %s", blindTitle(b.Reason), strings.TrimSpace(b.Verb+" "+b.Resource))
		if b.Namespace != "" {
			text += " in " + b.Namespace
		}
		if b.Message != "" {
			text += " (" + b.Message + ")"
		}
		in.AddToolExecutionNotification(notice(sarif.LevelWarning, text))
	}
	for _, w := range r.Waivers {
		if w.State != "active" {
			in.AddToolConfigurationNotification(notice(sarif.LevelNote, complaint(w)))
		}
	}
	return in
}

func notice(level, text string) *sarif.Notification {
	return sarif.NewNotification().WithLevel(level).WithMessage(sarif.NewTextMessage(sarifText(sentence(text))))
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

// leanSARIF leaves out what the library writes of each property that is not set: empty
// lists, and -1 for no index. It is two thirds of a log.
func leanSARIF(log *sarif.Report) (map[string]any, error) {
	data, err := json.Marshal(log)
	if err != nil {
		return nil, err
	}
	var lean map[string]any
	if err := json.Unmarshal(data, &lean); err != nil {
		return nil, err
	}
	prune(lean)
	return lean, nil
}

func prune(v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			prune(item)
		}
	case map[string]any:
		for key, value := range v {
			prune(value)
			list, isList := value.([]any)
			unset := value == -1.0 || isList && len(list) == 0
			if unset && key != "results" && key != "rules" { // none of these is a statement
				delete(v, key)
			}
		}
	}
}
