package engine

import (
	"context"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/progress"
	"github.com/kready/kready/internal/rbac"
	"github.com/kready/kready/internal/report"
)

// DryRun is what a run could judge with the rights that its identity has.
type DryRun struct {
	Target    facts.Target
	Forecasts []rbac.Forecast
	Answers   rbac.Answers
	// MustUnknown counts the must-haves that could not be judged for sure, without those
	// that a waiver covers.
	MustUnknown int
	// Unlocks are the few rights with which most further checks lack none.
	Unlocks []report.Unlock
}

// DryRun returns which checks this identity could judge. It reads nothing but reviews of its
// rights and the list of served APIs.
func (r *Rules) DryRun(ctx context.Context, t Target) (DryRun, error) {
	ordered, err := check.Order(r.Enabled())
	if err != nil {
		return DryRun{}, err
	}
	if err := t.Validate(); err != nil {
		return DryRun{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, t.Timeout)
	defer cancel()
	t.progress = &progress.Reading{}
	reaching := r.env.Progress.Begin(t.progress.String)
	src, err := r.env.open(ctx, t)
	reaching.End()
	if err != nil {
		return DryRun{}, err
	}
	defer r.env.saying("reviewing the rights of this identity")()
	answers, err := rbac.Review(ctx, src, r.Demands())
	if err != nil {
		return DryRun{}, &IncompleteError{Err: err}
	}
	forecasts := rbac.Forecasts(ordered, answers.Unmet)
	return DryRun{Target: src.Describe(), Forecasts: forecasts, Answers: answers, MustUnknown: r.mustUnknown(forecasts), Unlocks: unlockSteps(missingRights(forecasts))}, nil
}

// missingRights returns, by check, the rights that it and what it requires lack. Checks that no right
// helps are left out.
func missingRights(forecasts []rbac.Forecast) map[string][]string {
	lacks, helpless := map[string][]string{}, map[string]bool{}
	for _, f := range forecasts { // each after those that it requires
		var reads []string
		bad := false
		for _, m := range f.Missing {
			bad = bad || m.Unavailable != "" || m.Unsure
			reads = append(reads, m.Verb+" "+m.GroupResource())
		}
		for _, id := range f.Check.Requires {
			bad = bad || helpless[id]
			reads = append(reads, lacks[id]...)
		}
		slices.Sort(reads)
		reads = slices.Compact(reads)
		switch {
		case bad:
			helpless[f.Check.ID] = true
		case len(reads) > 0 && f.Outlook != rbac.Judged:
			lacks[f.Check.ID] = reads
		}
	}
	return lacks
}

// mustUnknown counts the must-haves that a forecast does not see judged, as a report
// counts them.
func (r *Rules) mustUnknown(forecasts []rbac.Forecast) int {
	asOf := r.AsOf
	if asOf.IsZero() {
		asOf = r.env.Now()
	}
	n := 0
	for _, f := range forecasts {
		waived := slices.ContainsFunc(r.Config.Waivers, func(w check.Waiver) bool {
			return w.Covers(f.Check) && w.Object == "" && !w.Expired(asOf)
		})
		must := f.Check.Tier == check.TierMust && r.Config.Profile.Requirement(f.Check.Battery()) == check.Required
		if f.Outlook != rbac.Judged && must && !waived {
			n++
		}
	}
	return n
}
