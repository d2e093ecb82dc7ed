package cli

import (
	"context"

	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
)

// dryRun writes which checks this identity could judge.
func (f *checkFlags) dryRun(ctx context.Context, env Env) error {
	if f.target.From != "" {
		return engine.Usagef("--dry-run reviews rights in a live cluster and cannot be used with --from")
	}
	if err := f.refuseWithDryRun(); err != nil {
		return err
	}
	outputs, err := parseOutputs(env, f.outputs.outputs, dryRunFormats())
	if err != nil {
		return err
	}
	rules, err := engine.Load(env, f.request)
	if err != nil {
		return err
	}
	found, err := rules.DryRun(ctx, f.target)
	if err != nil {
		return err
	}
	outcome := dryRunOf(found, rules)
	if err := writeOutputs(env, outputs, outcome, output.Options{}); err != nil {
		return err
	}
	return f.exit(outcome.ExitCode)
}

// refuseWithDryRun refuses flags of what a dry run does not do.
func (f *checkFlags) refuseWithDryRun() error {
	switch {
	case f.baseline != "":
		return engine.Usagef("--dry-run judges nothing and cannot be used with --baseline")
	case f.probes.List != "":
		return engine.Usagef("--dry-run cannot be used with --probe: each probe reviews its own rights before it creates anything")
	}
	return nil
}

// dryRunOf makes the document.
func dryRunOf(found engine.DryRun, rules *engine.Rules) dryRunOutcome {
	out := dryRunOutcome{
		APIVersion: report.APIVersion, Kind: "DryRun", Tool: version, Profile: rules.Config.Profile.Name,
		Target:  dryRunTarget{Name: found.Target.Name, Server: found.Target.Server},
		Reviews: found.Answers.Requests, RulesComplete: found.Answers.Complete,
		Checks: []dryRunCheck{}, MustUnknown: found.MustUnknown, Unlocks: found.Unlocks,
	}
	for _, f := range found.Forecasts {
		out.add(f)
	}
	if out.MustUnknown > 0 && !rules.AllowUnknown {
		out.ExitCode = exitIncomplete
	}
	return out
}
