package plan

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/report"
)

// builder makes the steps of one report.
type builder struct {
	rep report.Report
	// requires are the requirements of each check.
	requires map[string][]string
	entries  []catalog.Entry
}

// draft is a step with what orders it.
type draft struct {
	Step
	after []string
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
		for _, id := range a.leads {
			if r, ok := open[id]; ok {
				gaps = append(gaps, r)
			}
		}
		if len(gaps) == 0 {
			continue
		}
		for _, id := range a.also {
			if r, ok := open[id]; ok {
				gaps = append(gaps, r)
			}
		}
		for _, r := range gaps {
			delete(open, r.ID)
		}
		d := b.draft(a.title, a.kind, gaps)
		d.Choices, d.after = b.choices(a.roles), a.after
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
		d.Closes = append(d.Closes, Gap{Check: r.ID, Tier: r.Tier, Reason: r.Reason, Findings: len(r.Findings)})
		d.Tier = higherTier(d.Tier, r.Tier)
		ids = append(ids, r.ID)
	}
	d.Unblocks = blockedBy(b.rep, ids)
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

// choices are the products that have one of the roles, are maintained, and that there
// is a point in installing on this distribution.
func (b builder) choices(roles []string) []Choice {
	out := []Choice{}
	for _, e := range b.entries {
		own := slices.Contains(e.Distributions, b.rep.Target.Distribution)
		if len(e.Distributions) > 0 && !own || !active(e.Lifecycle) || !provides(e, roles) {
			continue
		}
		out = append(out, Choice{Name: e.Name, Title: e.Title, Home: e.Homepage, MadeFor: own, Here: b.here(e.Name)})
	}
	slices.SortStableFunc(out, func(x, y Choice) int {
		if x.MadeFor != y.MadeFor {
			return order(x.MadeFor)
		}
		if x.Here != y.Here {
			return order(x.Here)
		}
		return strings.Compare(strings.ToLower(x.Title), strings.ToLower(y.Title))
	})
	return out
}

func order(first bool) int {
	if first {
		return -1
	}
	return 1
}

// active reports whether upstream still looks after a product.
func active(l facts.Lifecycle) bool { return l.State == "" || l.State == "active" }

// provides reports whether a product that somebody installs can have one of the roles.
func provides(e catalog.Entry, roles []string) bool {
	has := func(mine []string) bool {
		return slices.ContainsFunc(mine, func(role string) bool { return slices.Contains(roles, role) })
	}
	return has(e.Provides) || slices.ContainsFunc(e.WorkloadRules, func(r catalog.Rule) bool { return has(r.Provides) })
}

// here reports whether the product runs in the cluster.
func (b builder) here(name string) bool {
	for _, battery := range b.rep.Batteries {
		for _, i := range battery.Implementations {
			if i.Name == name && (i.State == facts.StateRunning || i.State == facts.StateHidden) {
				return true
			}
		}
	}
	return false
}
