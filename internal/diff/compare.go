package diff

import (
	"cmp"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/report"
)

// ExpiringDays is the default of Options.ExpiringDays.
const ExpiringDays = 14

// pair is two reports with their results by check.
type pair struct {
	old, now         report.Report
	oldByID, nowByID map[string]report.Result
}

// Compare returns what changed from old to now. Waivers with expiringDays left, or fewer, are
// listed. The order is that of the results, must-haves first.
func Compare(old, now report.Report, expiringDays int) report.Changes {
	old, now = unfolded(old), unfolded(now)
	p := pair{old: old, now: now, oldByID: byID(old), nowByID: byID(now)}
	c := report.Changes{
		Notes: p.notes(), NewGaps: []report.Change{}, ChangedGaps: []report.Change{}, ClosedGaps: []report.Change{},
		SkippedGaps: []report.Change{}, NewlyWaived: []report.Change{}, NewlyUnknown: []report.Change{}, NewlyJudged: []report.Change{},
		Levels: p.levels(), Products: p.products(), Cluster: p.cluster(), Waivers: p.waivers(expiringDays),
		OnlyNew: uncompared(now.Results, p.oldByID), OnlyOld: uncompared(old.Results, p.nowByID),
	}
	for _, x := range now.Results {
		if before, ok := p.oldByID[x.ID]; ok {
			p.classify(&c, before, x)
		}
	}
	countOnce(c.NewGaps)
	for _, list := range []*[]report.Change{&c.NewGaps, &c.ChangedGaps, &c.ClosedGaps, &c.SkippedGaps, &c.NewlyWaived, &c.NewlyUnknown, &c.NewlyJudged} {
		slices.SortStableFunc(*list, func(a, b report.Change) int { return cmp.Compare(tierRank(a.Tier), tierRank(b.Tier)) })
	}
	return c
}

// classify puts a check into the list that its change belongs to, if it changed.
func (p pair) classify(c *report.Changes, before, x report.Result) {
	was, is := before.StatusOrWaived(), x.StatusOrWaived()
	change := newChange(before, x)
	switch {
	case is == "gap" && was == "gap":
		if grew, changed := change.compare(before, x); changed {
			change.Worse = grew
			c.ChangedGaps = append(c.ChangedGaps, change.Change)
		}
	case is == "gap":
		change.Worse, change.Appeared = true, append(change.Appeared, findings{x.Findings, x.Omitted}.list()...)
		c.NewGaps = append(c.NewGaps, change.Change)
	case is == report.Waived && was != report.Waived:
		change.Accepted = append(change.Accepted, findings{x.Findings, x.Omitted}.list()...)
		c.NewlyWaived = append(c.NewlyWaived, change.Change)
	case unjudged(is) && !unjudged(was):
		change.Worse = x.Tier == string(check.TierMust) && p.required(x.Battery)
		change.Appeared = append(change.Appeared, findings{x.Findings, x.Omitted}.list()...)
		c.NewlyUnknown = append(c.NewlyUnknown, change.Change)
	case is == "skip": // nobody has seen that it is well
		if was == "gap" {
			c.SkippedGaps = append(c.SkippedGaps, change.Change)
		}
	case is == "pass" && (was == "gap" || was == report.Waived && before.Status == "gap"):
		change.Gone = append(findings{before.Findings, before.Omitted}.list(), findings{before.Waived, before.OmittedWaived}.list()...)
		c.ClosedGaps = append(c.ClosedGaps, change.Change)
	case is == "pass" && (unjudged(was) || was == report.Waived):
		c.NewlyJudged = append(c.NewlyJudged, change.Change)
	}
}

// unfolded returns a report in which gaps that follow from others are gaps: which of several
// leads may be another one from night to night.
func unfolded(r report.Report) report.Report {
	r.Results = slices.Clone(r.Results)
	for i := range r.Results {
		if r.Results[i].Folded {
			r.Results[i].Status = string(check.StatusGap)
		}
	}
	return r
}

// countOnce takes new gaps that follow from another new one out of what makes a report worse.
func countOnce(gaps []report.Change) {
	for i, x := range gaps {
		if x.Because != "" && slices.ContainsFunc(gaps, func(y report.Change) bool { return y.ID == x.Because }) {
			gaps[i].Worse = false
		}
	}
}

func unjudged(status string) bool { return status == "unknown" || status == "error" }

// required reports whether the profile needs a battery.
func (p pair) required(battery string) bool {
	i := slices.IndexFunc(p.now.Batteries, func(b report.Battery) bool { return b.Name == battery })
	return i < 0 || p.now.Batteries[i].Required
}

func tierRank(tier string) int { return slices.Index(check.Tiers(), check.Tier(tier)) }

func byID(r report.Report) map[string]report.Result {
	out := make(map[string]report.Result, len(r.Results))
	for _, x := range r.Results {
		out[x.ID] = x
	}
	return out
}

// uncompared are the results whose check is not among others.
func uncompared(results []report.Result, others map[string]report.Result) []report.Lone {
	out := []report.Lone{}
	for _, x := range results {
		if _, ok := others[x.ID]; !ok {
			out = append(out, report.Lone{ID: x.ID, Title: x.Title, Tier: x.Tier, Status: x.StatusOrWaived()})
		}
	}
	return out
}
