package probe

import (
	"context"
	"time"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// applyChange waits until the baseline of all clients succeeded, makes the change, and waits
// for their results. It returns at most how long after the change the last client had the
// expected outcome.
func applyChange(ctx context.Context, clients []*RunningClient, apply func() error) ([]ClientResult, time.Duration, error) {
	all := true
	for _, c := range clients {
		signalled, err := c.WaitReady(ctx)
		if err != nil {
			return nil, 0, err
		}
		all = all && signalled
	}
	began := time.Now()
	if all {
		if err := apply(); err != nil {
			return nil, 0, err
		}
	}
	var results []ClientResult
	var enforcedAfter time.Duration
	for _, c := range clients {
		result, err := c.Result(ctx)
		if err != nil {
			return nil, 0, err
		}
		result.underChange = c.created.Add(result.took()).Sub(began)
		enforcedAfter = max(enforcedAfter, time.Since(began)-confirmationTime(result))
		results = append(results, result)
	}
	return results, enforcedAfter, nil
}

// confirmationTime is how long before its end a client first had the expected outcome: the
// time of the attempts that only confirmed it.
func confirmationTime(result ClientResult) time.Duration {
	var least time.Duration
	last := len(result.Script.Steps) - 1
	for _, try := range result.Script.Steps[last].Trials {
		if a, ok := result.Answer(try.Name); ok {
			confirming := time.Duration(a.Milliseconds-a.SteadyAfter) * time.Millisecond
			if least == 0 || confirming < least {
				least = confirming
			}
		}
	}
	return least
}

// took returns how long the trials of a client took, step after step: less than the pod lived.
func (d ClientResult) took() time.Duration {
	var total time.Duration
	for _, step := range d.Script.Steps {
		longest := 0
		for _, try := range step.Trials {
			if a, ok := d.Answer(try.Name); ok {
				longest = max(longest, a.Milliseconds)
			}
		}
		total += time.Duration(longest) * time.Millisecond
	}
	return total
}

// minUnderPolicy is how long a policy must have been there before a client that it does not block
// proves anything.
const minUnderPolicy = 4 * time.Second

// underPolicy starts the clients and applies a policy once all reach the server. Clients cannot see
// when that was: where one ended so soon that the policy may just have been created, others make
// the trials again, from their start under the policy.
func (s *Session) underPolicy(ctx context.Context, clients []Client, apply func() error) ([]ClientResult, time.Duration, error) {
	started, err := s.startClients(ctx, clients)
	if err != nil {
		return nil, 0, err
	}
	results, enforcedAfter, err := applyChange(ctx, started, apply)
	if err != nil || !tooSoon(results) {
		return results, enforcedAfter, err
	}
	again := make([]Client, len(clients))
	for i, c := range clients {
		c.Name += "-again"
		c.Script.Steps = proofSteps(c.Script.Steps)
		again[i] = c
	}
	proven, err := s.RunClients(ctx, again)
	if err != nil {
		return nil, 0, err
	}
	for i := range results {
		results[i].Script.Steps = results[i].Script.Steps[:1] // the baseline stands
	}
	return append(results, proven...), enforcedAfter, nil
}

// tooSoon reports whether the baseline of all clients succeeded, and one of them was not blocked
// although it may have ended as the policy was created.
func tooSoon(results []ClientResult) bool {
	var all Result
	soon := false
	for _, result := range results {
		var one Result
		one.AddAnswers(result, func(agent.Trial) facts.Trial { return facts.Trial{} })
		all.probe.Trials = append(all.probe.Trials, one.probe.Trials...)
		soon = soon || !one.PhaseSucceeded(facts.PhaseProof) && result.underChange < minUnderPolicy
	}
	return soon && all.PhaseSucceeded(facts.PhaseBaseline)
}

func proofSteps(steps []agent.Step) []agent.Step {
	var out []agent.Step
	for _, step := range steps {
		if step.Phase == facts.PhaseProof {
			out = append(out, step)
		}
	}
	return out
}
