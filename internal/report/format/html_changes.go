package format

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// htmlBaseline is what changed since an earlier report.
type htmlBaseline struct {
	Source  string
	Notes   []string
	Entries []htmlEntry
	Lone    []string
}

// htmlEntry is one change. Href leads to the check that it is about, if the page has it.
type htmlEntry struct {
	Label, Status, Subject, Detail, Also string
	Href                                 string
	Found                                []htmlMarkedFinding
}

// htmlMarkedFinding is a finding that appeared, went, or is waived now.
type htmlMarkedFinding struct{ Mark, Text string }

// htmlChanges puts what changed into words; nil when there is no baseline. What the page
// says of gaps elsewhere is not written twice.
func htmlChanges(r report.Report) *htmlBaseline {
	if r.Baseline == nil {
		return nil
	}
	c := r.Baseline.Changes
	out := &htmlBaseline{Source: text.Clean(r.Baseline.Describe())}
	for _, note := range c.Notes {
		out.Notes = append(out.Notes, text.Clean(text.Sentence(note)))
	}
	for _, n := range changeEntries(c) {
		entry := htmlEntry{
			Label: text.Clean(n.label), Status: text.Clean(n.status), Subject: text.Clean(n.subject), Detail: text.Clean(n.between() + n.detail),
			Also: text.Clean(strings.Join(n.also, ", ")),
		}
		if slices.ContainsFunc(r.Results, func(x report.Result) bool { return x.ID == n.subject }) {
			entry.Href = anchor(n.subject)
		}
		if n.label == "changed" {
			for _, f := range n.found {
				entry.Found = append(entry.Found, htmlMarkedFinding{text.Clean(f.mark), text.Clean(describeFinding(f.Finding))})
			}
		}
		out.Entries = append(out.Entries, entry)
	}
	if len(c.OnlyNew) > 0 {
		out.Lone = append(out.Lone, text.Clean("Only in this report: "+describeUncompared(c.OnlyNew)+"."))
	}
	if len(c.OnlyOld) > 0 {
		out.Lone = append(out.Lone, text.Clean("Only in the baseline: "+describeUncompared(c.OnlyOld)+"."))
	}
	return out
}
