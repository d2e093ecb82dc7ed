package engine

import (
	"context"
	"fmt"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/probe"
)

// consulted returns the checks that the probes consult, with all that these require, whether they
// are the run's or not: what a probe does never depends on which other checks are asked for.
func (r *Rules) consulted(probes []probe.Probe) ([]check.Check, error) {
	ids := probe.Consulted(probes)
	if len(ids) == 0 || len(r.all) == 0 {
		return nil, nil
	}
	checks, err := selectChecks(r.all, ids)
	if err != nil {
		return nil, fmt.Errorf("looking for the checks that probes consult: %w", err)
	}
	return checks, nil
}

// known judges the checks that the probes consult, and returns the gaps among them.
func (r *Rules) known(ctx context.Context, in *facts.Input, probes []probe.Probe) ([]probe.KnownGap, error) {
	checks, err := r.consulted(probes)
	if err != nil || len(checks) == 0 {
		return nil, err
	}
	results, err := evaluate.Run(ctx, in, checks, evaluate.Options{})
	if err != nil {
		return nil, fmt.Errorf("judging what probes consult: %w", err)
	}
	var gaps []probe.KnownGap
	for _, result := range results {
		if result.Outcome.Status != check.StatusGap {
			continue
		}
		gap := probe.KnownGap{Check: result.Check.ID, Reason: result.Outcome.Reason}
		for _, f := range result.Outcome.Findings {
			gap.Findings = append(gap.Findings, probe.KnownFinding{Object: f.Object, Message: f.Message})
		}
		gaps = append(gaps, gap)
	}
	return gaps, nil
}
