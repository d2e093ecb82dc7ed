package engine

import (
	"context"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
)

// TestWithoutNodes takes the nodes, which few tokens may list, out of every fixture: its check answers
// what it answers on the whole, or unknown. What can run out of sight, and on which distribution, is
// told by nodes most of all.
func TestWithoutNodes(t *testing.T) {
	set := fixtures(t)
	stood := 0
	for _, c := range builtinChecks(t) {
		all, err := set.Of(c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range all {
			whole, err := set.Snapshot(f)
			if err != nil {
				t.Fatal(err)
			}
			view := *whole
			view.Nodes = nil
			view.BlindSpots = append([]facts.BlindSpot{{Facts: facts.KindNodes, Verb: "list", Resource: "nodes", Reason: facts.ReasonForbidden}}, whole.BlindSpots...)
			with := withRequired(builtinChecks(t), c)
			want, got := answerOn(t, whole, f, with, c.ID), answerOn(t, &view, f, with, c.ID)
			switch got.Status {
			case check.StatusUnknown:
			case want.Status:
				stood++
			default:
				t.Errorf("%s %s: without nodes a %s (%s), with them a %s (%s)", c.ID, f.Name, got.Status, got.Reason, want.Status, want.Reason)
			}
		}
	}
	t.Logf("%d answers stood", stood)
	if stood < 300 {
		t.Errorf("only %d answers stand without nodes", stood)
	}
}

// answerOn judges a snapshot by a check and all that it requires.
func answerOn(t *testing.T, s *facts.Snapshot, f fixture.Fixture, with []check.Check, id string) check.Outcome {
	t.Helper()
	in := shippedRecogniser(t).Input(s, f.AsOf)
	in.Intent = f.Intent
	facts.FillEmpty(&in.Intent)
	results, err := evaluate.Run(context.Background(), in, with, evaluate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if r.Check.ID == id {
			return r.Outcome
		}
	}
	t.Fatalf("%s was not judged", id)
	return check.Outcome{}
}
