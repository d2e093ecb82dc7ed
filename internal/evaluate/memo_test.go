package evaluate

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// counting is a check that counts how often it runs.
func counting(n *int, out check.Outcome, err error) check.Check {
	return check.Check{
		ID: "dns/x", Level: check.LevelPresent, Tier: check.TierMust, Reads: facts.Fields{facts.KindNodes},
		Run: func(context.Context, *facts.Input) (check.Outcome, error) {
			*n++
			answer := out
			answer.Findings = slices.Clone(out.Findings)
			return answer, err
		},
	}
}

// TestMemo: a check runs once for inputs that are the same to it, and what is done to one answer
// does not reach another.
func TestMemo(t *testing.T) {
	gap := check.Gap("it is gone", check.Finding{Message: "gone"})
	for name, tt := range map[string]struct {
		out    check.Outcome
		err    error
		change func(*facts.Input)
		runs   int
	}{
		"another name":         {gap, nil, func(in *facts.Input) { in.Target.Name = "b" }, 1},
		"other workloads":      {gap, nil, func(in *facts.Input) { in.Workloads = []facts.Workload{{Name: "x"}} }, 1},
		"other nodes":          {gap, nil, func(in *facts.Input) { in.Nodes = []facts.Node{{Name: "x"}} }, 2},
		"another day":          {gap, nil, func(in *facts.Input) { in.AsOf = in.AsOf.Add(time.Hour) }, 2},
		"manifests":            {gap, nil, func(in *facts.Input) { in.Target.Kind = "manifests" }, 2},
		"other blind spots":    {gap, nil, func(in *facts.Input) { in.BlindSpots = []facts.BlindSpot{{Facts: facts.KindCRDs}} }, 2},
		"it broke":             {check.Outcome{}, errors.New("broken"), func(*facts.Input) {}, 2},
		"too many to remember": {check.Gap("x", make([]check.Finding, mostFindings+1)...), nil, func(*facts.Input) {}, 2},
	} {
		runs, memo := 0, &Memo{}
		c := counting(&runs, tt.out, tt.err)
		first, second := &facts.Input{}, &facts.Input{}
		first.Target.Kind, second.Target.Kind = "cluster", "cluster"
		tt.change(second)
		var answers []check.Outcome
		for _, in := range []*facts.Input{first, second} {
			results, err := Run(context.Background(), in, []check.Check{c}, Options{Memo: memo})
			if err != nil {
				t.Fatal(err)
			}
			out := results[0].Outcome
			for i := range out.Findings {
				if out.Findings[i].Cause != "" {
					t.Fatalf("%s: the answer was changed by somebody", name)
				}
				out.Findings[i].Cause = "changed"
			}
			answers = append(answers, out)
		}
		if runs != tt.runs || answers[0].Reason != answers[1].Reason || answers[0].Status != answers[1].Status {
			t.Errorf("%s: %d runs, want %d; answers %v", name, runs, tt.runs, answers)
		}
	}
}

// TestGivenUp: a check that does not end keeps no other from being judged.
func TestGivenUp(t *testing.T) {
	ended := make(chan struct{})
	defer close(ended)
	stuck := check.Check{
		ID: "dns/a", Level: check.LevelPresent, Tier: check.TierMust,
		Run: func(context.Context, *facts.Input) (check.Outcome, error) { <-ended; return check.Pass("late"), nil },
	}
	n := 0
	results, err := Run(context.Background(), &facts.Input{}, []check.Check{stuck, counting(&n, check.Pass("fine"), nil)}, Options{CheckTimeout: 20 * time.Millisecond})
	if err != nil || len(results) != 2 || results[0].Outcome.Status != check.StatusError || results[1].Outcome.Status != check.StatusPass {
		t.Errorf("%+v, %v", results, err)
	}
}
