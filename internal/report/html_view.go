package report

import (
	"html/template"
	"net/url"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/text"
	"github.com/kready/kready/internal/webpage"
)

// newHTMLView puts the report into the order in which the page tells it.
func newHTMLView(r Report) (htmlView, error) {
	word, status, meaning := r.Verdict.words()
	view := htmlView{
		Eyebrow: "Cluster", Name: clean(r.Target.Name), About: cleanAll(r.Target.about()), Run: cleanAll(r.judged()),
		Verdict: word, Status: status, Meaning: meaning,
		Ladder: htmlLadder(r), Baseline: htmlChanges(r), BlindSpots: htmlBlindSpots(r), Waivers: htmlWaivers(r), Tool: clean(r.Tool),
	}
	if r.Target.Kind == "manifests" {
		view.Eyebrow = "Manifests"
	}
	for _, section := range htmlSections() {
		for _, x := range r.Results {
			if !section.holds(x) {
				continue
			}
			c, err := newHTMLCheck(x)
			if err != nil {
				return htmlView{}, err
			}
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
	holds func(Result) bool
}

// htmlSections are the sections of the page, what matters most first.
func htmlSections() []htmlGroup {
	gap := func(tier check.Tier) func(Result) bool {
		return func(x Result) bool { return x.Waiver == nil && x.Status == "gap" && x.Tier == string(tier) }
	}
	is := func(statuses ...string) func(Result) bool {
		return func(x Result) bool { return x.Waiver == nil && slices.Contains(statuses, x.Status) }
	}
	return []htmlGroup{
		{htmlSection{ID: "must-haves", Title: "Must-have gaps", Lead: "Nothing should land on this cluster before these are closed."}, gap(check.TierMust)},
		{htmlSection{ID: "should-haves", Title: "Should-have gaps", Lead: "Each of these is an outage waiting for its day."}, gap(check.TierShould)},
		{htmlSection{ID: "nice-to-haves", Title: "Nice-to-have gaps"}, gap(check.TierCould)},
		{htmlSection{ID: "not-judged", Title: "Not judged", Lead: "Neither a gap nor a pass: what it takes to tell was not to be seen."}, is("unknown", "error")},
		{htmlSection{ID: "waived", Title: "Waived", Lead: "Gaps that somebody has accepted for a time. They do not count."}, func(x Result) bool { return x.Waiver != nil }},
		{htmlSection{ID: "passed", Title: "Passed", Quiet: true}, is("pass")},
		{htmlSection{ID: "skipped", Title: "Skipped", Quiet: true}, is("skip")},
	}
}

// htmlCounts are the numbers at the top, one for each section.
func htmlCounts(view htmlView) []htmlCount {
	counts := []htmlCount{}
	for _, s := range view.Sections {
		number, noun, _ := strings.Cut(text.Counted(len(s.Checks), strings.TrimSuffix(s.Title, "s"), s.Title), " ")
		counts = append(counts, htmlCount{number, strings.ToLower(noun), s.ID})
	}
	return counts
}

func newHTMLCheck(x Result) (htmlCheck, error) {
	c := htmlCheck{
		ID: clean(x.ID), Title: clean(sentence(x.Title)), Battery: clean(x.Battery), Level: clean(x.Level), Tier: clean(x.Tier),
		Status: clean(standing(x)), Word: htmlWord(x), Reason: clean(sentence(x.Reason)), Because: clean(x.Because),
		Href: anchor(x.ID), BecauseHref: anchor(x.Because),
		Seen: htmlFindings(x.Findings, x.Reason), WaivedSeen: htmlFindings(x.Waived, ""),
	}
	if c.Reason == "" {
		c.Reason = c.Title
	}
	if w := x.Waiver; w != nil {
		c.Waiver = clean("Waived until " + w.Expires + " by " + w.Owner + ": " + sentence(w.Reason))
	}
	for _, link := range x.Links {
		c.Links = append(c.Links, htmlLink{clean(link), webLink(link)})
	}
	var err error
	if c.Why, err = webpage.Markdown(cleanLines(x.Why)); err != nil {
		return c, err
	}
	// What is not known to be a gap needs no remedy.
	if x.Status == "gap" {
		c.Remedy, err = webpage.Markdown(cleanLines(x.Remediation))
	}
	return c, err
}

// anchor is the address of a check on its page: "#network/policy-engine".
func anchor(id string) template.URL {
	return template.URL((&url.URL{Fragment: clean(id)}).String()) //nolint:gosec // escaped, and always a fragment
}

func cleanAll(texts []string) []string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = clean(s)
	}
	return out
}

// htmlWord is the status as one word; GAP in capitals is a must-have.
func htmlWord(x Result) string {
	switch {
	case x.Waiver != nil:
		return "waived"
	case x.Status == "gap" && x.Tier == "must":
		return "GAP"
	}
	return clean(x.Status)
}

// htmlFindings leaves out what the reason says already.
func htmlFindings(findings []Finding, reason string) []htmlSeen {
	var all []htmlSeen
	for _, f := range findings {
		if f.Object.Name == "" && (f.Message == "" || strings.EqualFold(f.Message, reason)) {
			continue
		}
		all = append(all, htmlSeen{Object: clean(f.Object.String()), Message: clean(f.Message)})
	}
	return all
}
