package format

import (
	"net/url"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
	"github.com/kready/kready/internal/webpage"
)

// newHTMLView puts the report into the order of the page.
func newHTMLView(r report.Report) (htmlView, error) {
	word, status, meaning := r.Verdict.Headline()
	view := htmlView{
		Eyebrow: "Cluster", Name: text.Clean(r.Target.Name), Details: cleanAll(r.Target.Details()), Run: cleanAll(judged(r)),
		Verdict: word, Status: status, Meaning: meaning,
		Ladder: htmlLadder(r), Baseline: htmlChanges(r), BlindSpots: htmlBlindSpots(r),
		Unlocks: cleanAll(unlockLines(r)), UnlockCommand: text.Clean(unlockCommand(r)), Waivers: htmlWaivers(r), Tool: text.Clean(r.Tool),
	}
	if r.Target.Kind == "manifests" {
		view.Eyebrow = "Manifests"
	}
	since := trends(r)
	for _, section := range htmlSections() {
		for _, x := range r.Results {
			if !section.holds(x) {
				continue
			}
			c, err := newHTMLCheck(r, x)
			if err != nil {
				return htmlView{}, err
			}
			c.Trend, c.AsWaiver = since[x.ID], text.CleanLines(asWaiver(r, x))
			section.Checks = append(section.Checks, c)
		}
		if len(section.Checks) > 0 {
			view.Sections = append(view.Sections, section.htmlSection)
		}
	}
	view.Counts = htmlCounts(view)
	view.Filters = newHTMLFilters(view.Sections)
	return view, nil
}

// htmlGroup is a section with the rule for what it holds.
type htmlGroup struct {
	htmlSection
	holds func(report.Result) bool
}

// htmlSections are the sections of the page, what matters most first.
func htmlSections() []htmlGroup {
	gap := func(tier check.Tier) func(report.Result) bool {
		return func(x report.Result) bool { return x.Waiver == nil && x.Status == "gap" && x.Tier == string(tier) }
	}
	is := func(statuses ...string) func(report.Result) bool {
		return func(x report.Result) bool { return x.Waiver == nil && slices.Contains(statuses, x.Status) }
	}
	return []htmlGroup{
		{htmlSection{ID: "must-haves", Title: "Must-have gaps", Lead: "Nothing should land on this cluster before these are closed."}, gap(check.TierMust)},
		{htmlSection{ID: "should-haves", Title: "Should-have gaps", Lead: "Each of these is an outage waiting for its day."}, gap(check.TierShould)},
		{htmlSection{ID: "nice-to-haves", Title: "Nice-to-have gaps"}, gap(check.TierCould)},
		{htmlSection{ID: "not-judged", Title: "Not judged", Lead: "Neither a gap nor a pass: what it takes to tell was not to be seen."}, is("unknown", "error")},
		{htmlSection{ID: "waived", Title: "Waived", Lead: "Gaps that somebody has accepted for a time. They do not count."}, func(x report.Result) bool { return x.Waiver != nil }},
		{htmlSection{ID: "passed", Title: "Passed", Quiet: true}, is("pass")},
		{htmlSection{ID: "skipped", Title: "Skipped", Quiet: true}, is("skip")},
	}
}

// htmlCounts are the numbers at the top, one for each section.
func htmlCounts(view htmlView) []htmlCount {
	counts := []htmlCount{}
	for _, s := range view.Sections {
		number, noun, _ := strings.Cut(text.Counted(len(s.Checks), strings.TrimSuffix(s.Title, "s"), s.Title), " ")
		counts = append(counts, htmlCount{number, strings.ToLower(noun), s.ID, countTrend(s.Checks)})
	}
	return counts
}

func newHTMLCheck(r report.Report, x report.Result) (htmlCheck, error) {
	c := htmlCheck{
		ID: text.Clean(x.ID), Title: text.Clean(text.Sentence(x.Title)), Battery: text.Clean(x.Battery), Level: text.Clean(x.Level), Tier: text.Clean(x.Tier),
		Status: text.Clean(x.StatusOrWaived()), Word: htmlWord(x), Reason: text.Clean(text.Sentence(x.Reason)), Because: text.Clean(x.Because),
		Href: anchor(x.ID), BecauseHref: anchor(x.Because),
		Seen: htmlFindings(x.Seen(), x.Reason), WaivedSeen: htmlFindings(x.SeenWaived(), ""),
	}
	if c.Reason == "" {
		c.Reason = c.Title
	}
	for _, y := range r.Following(x.ID) {
		c.Following = append(c.Following, htmlFollower{text.Clean(follower(y)), anchor(y.ID)})
	}
	if w := x.Waiver; w != nil {
		c.Waiver = text.Clean("Waived until " + w.Expires + " by " + w.Owner + ": " + text.Sentence(w.Reason))
	}
	for _, link := range x.Links {
		c.Links = append(c.Links, htmlLink{text.Clean(link), webLink(link)})
	}
	var err error
	if c.Why, err = webpage.Markdown(text.CleanLines(x.Why)); err != nil {
		return c, err
	}
	// What is not known to be a gap needs no remedy.
	if x.Status == "gap" {
		c.Remedy, err = webpage.Markdown(text.CleanLines(x.Remediation))
	}
	return c, err
}

// anchor is the address of a check on its page: "#network/policy-engine".
func anchor(id string) string {
	return (&url.URL{Fragment: text.Clean(id)}).String()
}

func cleanAll(texts []string) []string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = text.Clean(s)
	}
	return out
}

// htmlWord is the status as one word; GAP in capitals is a must-have.
func htmlWord(x report.Result) string {
	switch {
	case x.Waiver != nil:
		return "waived"
	case x.Status == "gap" && x.Tier == "must":
		return "GAP"
	}
	return text.Clean(x.Status)
}

// htmlFindings leaves out what the reason says already.
func htmlFindings(findings []report.Finding, reason string) []htmlFinding {
	var all []htmlFinding
	for _, f := range findings {
		if f.Object.Name == "" && (f.Message == "" || strings.EqualFold(f.Message, reason)) {
			continue
		}
		all = append(all, htmlFinding{Object: text.Clean(f.Object.String()), Message: text.Clean(f.Message), Cause: text.Clean(because(f))})
	}
	return all
}
