package plan

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/report"
)

// builder makes the steps of one report.
type builder struct {
	rep report.Report
	// requires are the requirements of each check.
	requires map[string][]string
	entries  []catalog.Entry
	// demand are the services that the plan is for.
	demand Demand
}

// draft is a step with what orders it.
type draft struct {
	Step
	after []string
	// needing are the numbers of the services that need it, and heldBack those that cannot land without; key is true
	// where a key customer needs it.
	needing, heldBack []int
	key               bool
}

// steps puts the gaps into steps: by the table of acts, else each by itself.
func (b builder) steps() []draft {
	open := map[string]report.Result{}
	for _, r := range b.rep.Results {
		if r.Status == string(check.StatusGap) && r.Waiver == nil {
			open[r.ID] = r
		}
	}
	var drafts []draft
	for _, a := range acts() {
		var gaps []report.Result
		for _, id := range a.closes {
			if r, ok := open[id]; ok {
				gaps = append(gaps, r)
				delete(open, id)
			}
		}
		if len(gaps) == 0 {
			continue
		}
		d := b.draft(a.title, a.kind, gaps)
		d.after = a.after
		all := b.choices(a.roles, gaps[0])
		if a.named {
			all = slices.DeleteFunc(all, func(c candidate) bool { return !c.meant })
		}
		d.choose(all, a.roles)
		drafts = append(drafts, d)
	}
	for _, r := range b.rep.Results { // in the order of the report
		if _, ok := open[r.ID]; ok {
			drafts = append(drafts, b.draft(goalTitle(r.Title), kindOf(r), []report.Result{r}))
		}
	}
	return drafts
}

// draft makes the step that closes some gaps; the first of them says how.
func (b builder) draft(title, kind string, gaps []report.Result) draft {
	d := draft{Step: Step{
		Title: title, Tier: gaps[0].Tier, Battery: gaps[0].Battery, How: gaps[0].Remediation,
		Choices: []Choice{}, After: []int{}, Effort: effortOf(kind),
	}}
	var ids []string
	for _, r := range gaps {
		d.Closes = append(d.Closes, Gap{Check: r.ID, Tier: r.Tier, Reason: r.Reason, Findings: r.Total()})
		d.Tier = higherTier(d.Tier, r.Tier)
		ids = append(ids, r.ID)
	}
	d.Unblocks = blockedBy(b.rep, ids)
	d.needing, d.heldBack = b.demand.needing(ids), b.demand.heldBack(ids)
	d.Tier = b.demand.tier(d.Tier, ids)
	return d
}

// kindOf is the kind of a step that is in no act.
func kindOf(r report.Result) string {
	switch check.Level(r.Level) {
	case check.LevelPresent:
		return kindPlatform
	case check.LevelHealthy, check.LevelProven:
		return kindRepair
	case check.LevelConfigured:
	}
	return kindConfigure
}

// goalTitle makes the title of a check, which is true once it passes, the title of a step.
func goalTitle(title string) string { return "Goal: " + strings.TrimSuffix(title, ".") }

// higherTier returns the tier that matters more.
func higherTier(a, b string) string {
	if check.Tier(a).AtLeast(check.Tier(b)) {
		return a
	}
	return b
}
