package engine

import (
	"context"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/service"
)

// CheckFor judges a target by the checks of the cluster, as Check does, and services against it, as Land does.
// The target is read once.
func (r *Rules) CheckFor(ctx context.Context, t Target, services []*service.Manifests) (report.Report, []report.Report, error) {
	landing := *r
	landing.request.Land, landing.request.Checks, landing.asked, landing.land = true, nil, nil, true
	landing.FailOn = string(check.TierMust) // whether a service can land does not depend on the plan
	var err error
	if landing.Checks, err = selectFor(r.all, landing.request); err != nil {
		return report.Report{}, nil, err
	}
	if err := landing.lookUp(services); err != nil {
		return report.Report{}, nil, err
	}
	both := landing
	both.Checks = slices.Clone(landing.Checks)
	for _, c := range r.Enabled() {
		if !slices.ContainsFunc(both.Checks, func(o check.Check) bool { return o.ID == c.ID }) {
			both.Checks = append(both.Checks, c)
		}
	}
	snapshot, err := both.Collect(ctx, t)
	if err != nil {
		return report.Report{}, nil, err
	}
	rep, err := r.Judge(ctx, snapshot)
	if err != nil {
		return report.Report{}, nil, err
	}
	landed, err := landing.judgeServices(ctx, snapshot, services)
	return rep, landed, err
}
