package report

import (
	"html/template"
	"slices"
	"strings"
)

// htmlBaseline is what changed since an earlier report.
type htmlBaseline struct {
	Words string
	Notes []string
	News  []htmlNews
	Lone  []string
}

// htmlNews is one change. Href leads to the check that it is about, if the page has it.
type htmlNews struct {
	Label, Status, Subject, About, Also string
	Href                                template.URL
	Found                               []htmlSign
}

// htmlSign is a finding that appeared, went, or is waived now.
type htmlSign struct{ Mark, Text string }

// htmlChanges puts what changed into words; nil when there is no baseline. What the page
// says of gaps elsewhere is not said twice.
func htmlChanges(r Report) *htmlBaseline {
	if r.Baseline == nil {
		return nil
	}
	c := r.Baseline.Changes
	out := &htmlBaseline{Words: clean(r.Baseline.Words())}
	for _, note := range c.Notes {
		out.Notes = append(out.Notes, clean(sentence(note)))
	}
	for _, n := range c.news() {
		entry := htmlNews{
			Label: clean(n.label), Status: clean(n.status), Subject: clean(n.subject), About: clean(n.between() + n.about),
			Also: clean(strings.Join(n.also, ", ")),
		}
		if slices.ContainsFunc(r.Results, func(x Result) bool { return x.ID == n.subject }) {
			entry.Href = anchor(n.subject)
		}
		if n.label == "changed" {
			for _, f := range n.found {
				entry.Found = append(entry.Found, htmlSign{clean(f.mark), clean(seen(f.Finding))})
			}
		}
		out.News = append(out.News, entry)
	}
	if len(c.OnlyNew) > 0 {
		out.Lone = append(out.Lone, clean("Only in this report: "+loneWords(c.OnlyNew)+"."))
	}
	if len(c.OnlyOld) > 0 {
		out.Lone = append(out.Lone, clean("Only in the baseline: "+loneWords(c.OnlyOld)+"."))
	}
	return out
}
