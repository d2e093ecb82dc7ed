package engine

import (
	"context"
	"sync"
)

// MemberDryRun is what a run could judge of one cluster of several, or why that is not known.
type MemberDryRun struct {
	Name  string
	Rules *Rules
	DryRun
	Err error
}

// FleetDryRun returns which checks this identity could judge in each cluster, a few of which are asked
// at a time.
func (r *Rules) FleetDryRun(ctx context.Context, m Members, t Target) ([]MemberDryRun, error) {
	members, err := m.list(r, t)
	if err != nil {
		return nil, err
	}
	all := make([]MemberDryRun, len(members))
	var running sync.WaitGroup
	slots := make(chan struct{}, fleetAtOnce)
	for i, one := range members {
		if one.file {
			return nil, Usagef("--dry-run reviews rights in live clusters and cannot be used with --from")
		}
		running.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			all[i] = MemberDryRun{Name: one.name, Rules: one.rules}
			all[i].DryRun, all[i].Err = one.rules.DryRun(ctx, one.target)
		})
	}
	running.Wait()
	if context.Cause(ctx) != nil {
		return nil, incompletef("interrupted")
	}
	return all, nil
}
