package engine

import (
	"context"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/config"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/inventory"
	"github.com/kready/kready/internal/report"
)

// Draft is what a first configuration of a cluster is written from.
type Draft struct {
	Input *facts.Input

	rules    *Rules
	snapshot *facts.Snapshot
}

// NewDraft reads a target for a first configuration. It takes the catalogues of the request, and no
// configuration: there is none yet. Only kready's own checks judge.
func NewDraft(ctx context.Context, env Env, req Request, t Target) (*Draft, error) {
	cfg, err := config.FromProfile("")
	if err != nil {
		return nil, err
	}
	r, err := env.rules("", cfg, req)
	if err != nil {
		return nil, err
	}
	builtin, err := env.BuiltinChecks()
	if err != nil {
		return nil, err
	}
	if r.Checks, err = check.Order(builtin); err != nil {
		return nil, err
	}
	r.FailOn = string(check.TierMust)
	check.Prepare(r.Checks) // while the target is being read
	s, err := r.collect(ctx, t, slices.Concat(Needs(r.Checks), inventory.Needs()))
	if err != nil {
		return nil, err
	}
	return &Draft{Input: r.Input(s), rules: r, snapshot: s}, nil
}

// Judge returns the report of the target by a profile.
func (d *Draft) Judge(ctx context.Context, profile string) (report.Report, error) {
	cfg, err := config.FromProfile(profile)
	if err != nil {
		return report.Report{}, err
	}
	r := *d.rules
	r.Config = cfg
	return r.Judge(ctx, d.snapshot)
}
