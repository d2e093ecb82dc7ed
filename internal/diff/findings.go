package diff

import (
	"slices"

	"github.com/kready/kready/internal/report"
)

// change is a Change in the making.
type change struct{ report.Change }

func newChange(before, x report.Result) change {
	c := change{report.Change{
		ID: x.ID, Title: x.Title, Battery: x.Battery, Level: x.Level, Tier: x.Tier,
		Was: before.StatusOrWaived(), Is: x.StatusOrWaived(), Reason: x.Reason, Because: x.Because, Waiver: x.Waiver,
		Appeared: []report.Finding{}, Gone: []report.Finding{}, Accepted: []report.Finding{},
	}}
	if c.Waiver == nil {
		c.Waiver = before.Waiver
	}
	return c
}

// compare finds out which findings of a gap came and went. It grew when an object came
// that was not there. The names of nodes and pods change from night to night: of these
// it is the number that counts.
func (c *change) compare(before, x report.Result) (grew, changed bool) {
	appeared := without(x.Findings, before.Findings)
	gone := without(before.Findings, x.Findings)
	c.Accepted = append(c.Accepted, without(gone, without(gone, x.Waived))...)
	c.Gone = append(c.Gone, without(gone, x.Waived)...)
	c.Appeared = append(c.Appeared, appeared...)
	for _, f := range appeared {
		if !ephemeral(f.Object.Kind) || countKind(appeared, f.Object.Kind) > countKind(c.Gone, f.Object.Kind) {
			grew = true
		}
	}
	return grew, len(appeared)+len(gone) > 0
}

// without are the findings of all whose object is not in others. When an object is in
// all more often, those that say something else are the ones too many.
func without(all, others []report.Finding) []report.Finding {
	count := map[report.Object]int{}
	unchanged := map[report.Finding]bool{}
	for _, f := range others {
		count[f.Object]++
		unchanged[f] = true
	}
	var left []report.Finding
	ordered := slices.Clone(all)
	slices.SortStableFunc(ordered, func(a, b report.Finding) int { return unchangedFirst(unchanged[a]) - unchangedFirst(unchanged[b]) })
	for _, f := range ordered {
		if count[f.Object] > 0 {
			count[f.Object]--
			continue
		}
		left = append(left, f)
	}
	slices.SortStableFunc(left, func(a, b report.Finding) int { return slices.Index(all, a) - slices.Index(all, b) })
	return left
}

// unchangedFirst orders the findings that both reports have before the others.
func unchangedFirst(unchanged bool) int {
	if unchanged {
		return 0
	}
	return 1
}

// ephemeral reports whether objects of a kind have names that do not last.
func ephemeral(kind string) bool { return kind == "Node" || kind == "Pod" }

func countKind(findings []report.Finding, kind string) int {
	n := 0
	for _, f := range findings {
		if f.Object.Kind == kind {
			n++
		}
	}
	return n
}
