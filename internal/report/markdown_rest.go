package report

import (
	"fmt"
	"strings"
)

// unjudged writes what could not be judged, by the reason.
func (m *sheet) unjudged(r Report) {
	reasons, byReason := r.unjudged()
	if len(reasons) == 0 {
		return
	}
	m.add("### Not judged\n")
	for i, reason := range reasons {
		var ids []string
		for _, x := range byReason[reason] {
			ids = append(ids, span(x.ID))
		}
		m.item(i, inline(sentence(reason))+" "+strings.Join(ids, ", "))
	}
}

// waived writes the gaps that somebody has accepted, and the waivers that do nothing.
func (m *sheet) waived(r Report) {
	var items []string
	for _, x := range r.Results {
		if x.Waiver != nil {
			items = append(items, span(x.ID)+": "+inline(sentence(x.Reason))+" "+inline(accepted(*x.Waiver)))
		}
		for _, g := range byObject(x.Waived) {
			said := span(x.ID) + ", " + span(strings.TrimSpace(g.object.Kind+" "+place(g.object))) + ": " + inline(strings.TrimSuffix(strings.Join(g.messages, "; "), ".")+".")
			if w, ok := r.waiverOf(x, g.object); ok {
				said += " " + inline(accepted(w))
			}
			items = append(items, said)
		}
	}
	for _, w := range r.Waivers {
		if w.State != "active" && w.State != "unjudged" {
			items = append(items, inline(complaint(w)))
		}
	}
	if len(items) == 0 {
		return
	}
	m.add("### Waived\n")
	for i, text := range items {
		m.item(i, text)
	}
}

// baseline writes what changed since an earlier report.
func (m *sheet) baseline(r Report) error {
	if r.Baseline == nil {
		return nil
	}
	var changes strings.Builder
	if err := MarkdownChanges(&changes, r.Baseline.Changes); err != nil {
		return err
	}
	m.add("### Since the baseline\n\n" + inline(r.Baseline.Words()) + "\n\n" + changes.String())
	return nil
}

// blindSpots writes what could not be read, and what would help.
func (m *sheet) blindSpots(r Report) {
	reasons, byReason := r.blind()
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
		text := inline(fmt.Sprintf("%s: %s.", blindTitle(reason), strings.Join(what, ", ")))
		if help := blindHelp(reason, byReason[reason]); help != "" {
			text += " " + inline(help)
		}
		m.item(i, text)
	}
}

// item writes one item of a list; the first stands after an empty line.
func (m *sheet) item(i int, text string) {
	text = "- " + text + "\n"
	if i == 0 {
		m.add(text)
		return
	}
	m.append(text)
}
