package format

import (
	"fmt"
	"strings"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// unjudged writes what could not be judged, by the reason.
func (m *sheet) unjudged(r report.Report) {
	reasons, byReason := unjudged(r)
	if len(reasons) == 0 {
		return
	}
	m.add("### Not judged\n")
	for i, reason := range reasons {
		var ids []string
		for _, x := range byReason[reason] {
			ids = append(ids, span(x.ID))
		}
		m.item(i, inline(text.Sentence(reason))+" "+strings.Join(ids, ", "))
	}
}

// waived writes the gaps that somebody has accepted, and the waivers that do nothing.
func (m *sheet) waived(r report.Report) {
	var items []string
	for _, x := range r.Results {
		if x.Waiver != nil {
			items = append(items, span(x.ID)+": "+inline(text.Sentence(x.Reason))+" "+inline(accepted(*x.Waiver)))
		}
		for _, g := range byObject(x.Waived) {
			line := span(x.ID) + ", " + span(g.object.String()) + ": " + inline(strings.TrimSuffix(strings.Join(g.messages, "; "), ".")+".")
			if w, ok := r.WaiverOf(x, g.object); ok {
				line += " " + inline(accepted(w))
			}
			items = append(items, line)
		}
	}
	for _, w := range r.Waivers {
		if w.State != "active" && w.State != "unjudged" {
			items = append(items, inline(waiverProblem(w)))
		}
	}
	if len(items) == 0 {
		return
	}
	m.add("### Waived\n")
	for i, one := range items {
		m.item(i, one)
	}
}

// baseline writes what changed since an earlier report.
func (m *sheet) baseline(r report.Report) error {
	if r.Baseline == nil {
		return nil
	}
	var changes strings.Builder
	if err := MarkdownChanges(&changes, r.Baseline.Changes); err != nil {
		return err
	}
	m.add("### Since the baseline\n\n" + inline(r.Baseline.Describe()) + "\n\n" + changes.String())
	return nil
}

// blindSpots writes what could not be read, and what would help.
func (m *sheet) blindSpots(r report.Report) {
	reasons, byReason := blind(r)
	if len(reasons) == 0 {
		return
	}
	const few = 8
	m.add("### Blind spots\n")
	for i, reason := range reasons {
		what := byReason[reason]
		if len(what) > few+1 {
			what = append(what[:few:few], fmt.Sprintf("and %d more", len(what)-few))
		}
		line := inline(fmt.Sprintf("%s: %s.", blindTitle(reason), strings.Join(what, ", ")))
		if help := blindHelp(reason, byReason[reason]); help != "" {
			line += " " + inline(help)
		}
		m.item(i, line)
	}
	for i, line := range unlockLines(r) {
		m.item(i, inline(line))
	}
	if command := unlockCommand(r); command != "" {
		m.add("`" + strings.ReplaceAll(inline(command), "`", "") + "`\n")
	}
}

// item writes one item of a list; the first stands after an empty line.
func (m *sheet) item(i int, line string) {
	line = "- " + line + "\n"
	if i == 0 {
		m.add(line)
		return
	}
	m.append(line)
}
