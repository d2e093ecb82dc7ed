package engine

import (
	"context"

	"github.com/kready/kready/internal/facts"
)

// Snapshot returns the facts of a target that any check could need, with the results of
// the probes that are listed.
func Snapshot(ctx context.Context, env Env, req Request, t Target, p Probes) (*facts.Snapshot, error) {
	_, intent, err := env.Configuration(req.Config, req.Profile)
	if err != nil {
		return nil, err
	}
	known, err := env.Catalog(req.Catalogs)
	if err != nil {
		return nil, err
	}
	chosen, err := p.Choose(t, func(string) bool { return true })
	if err != nil {
		return nil, err
	}
	s, err := Collect(ctx, env, t, known, intent.Custom, facts.Kinds())
	if err != nil {
		return nil, err
	}
	return s, p.Run(ctx, env, t, known, intent.Probes, chosen, s)
}
