package engine

import (
	"context"

	"github.com/kready/kready/internal/config"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/inventory"
)

// Snapshot returns the facts of a target that any check could need, with the results of
// the selected probes.
func Snapshot(ctx context.Context, env Env, req Request, t Target, p Probes) (*facts.Snapshot, error) {
	file, cfg, err := env.Configuration(req.Config, req.Profile)
	if err != nil {
		return nil, err
	}
	r, err := env.rules(file, cfg, req)
	if err != nil {
		return nil, err
	}
	selected, err := p.Select(t, func(string) bool { return true })
	if err != nil {
		return nil, err
	}
	if len(selected) > 0 { // what probes consult is among them; a snapshot judges nothing else
		if r.all, err = env.BuiltinChecks(); err != nil {
			return nil, err
		}
	}
	s, err := r.collect(ctx, t, facts.Kinds())
	if err != nil {
		return nil, err
	}
	return s, r.probe(ctx, t, p, selected, s)
}

// Inventory returns what is derived from the facts of a target that recognition looks at.
// It takes the catalogues of the request, and no configuration.
func Inventory(ctx context.Context, env Env, req Request, t Target) (*facts.Input, error) {
	cfg, err := config.FromProfile("")
	if err != nil {
		return nil, err
	}
	r, err := env.rules("", cfg, req)
	if err != nil {
		return nil, err
	}
	s, err := r.collect(ctx, t, inventory.Needs())
	if err != nil {
		return nil, err
	}
	return r.Input(s), nil
}
