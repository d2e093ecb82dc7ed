package engine

import (
	"context"
	"reflect"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/kready/kready/checks"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/collect"
	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
	"github.com/kready/kready/internal/inventory"
)

// TestOwnNeedsAreEnough judges every fixture twice: with all its facts, and with those alone
// that a run of this one check would collect. The answers must be the same, so that no answer
// depends on which other checks are asked.
func TestOwnNeedsAreEnough(t *testing.T) {
	all := builtinChecks(t)
	known := shippedRecogniser(t)
	set := fixtures(t)
	goChecks := map[string]bool{} // a Rego check is given nothing but what it reads
	for _, c := range checks.All() {
		goChecks[c.ID] = true
	}
	var compared atomic.Int64
	t.Run("checks", func(t *testing.T) {
		for _, c := range all {
			t.Run(c.ID, func(t *testing.T) {
				t.Parallel()
				fixtures, err := set.Of(c.ID)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range fixtures {
					snapshot, err := set.Snapshot(f)
					if err != nil {
						t.Fatal(err)
					}
					compareJudgements(t, c, f, known, snapshot, goChecks[c.ID])
					compared.Add(1)
				}
			})
		}
	})
	t.Logf("%d fixtures of %d checks compared", compared.Load(), len(all))
	if int(compared.Load()) < 2*len(all) {
		t.Errorf("only %d fixtures of %d checks were found", compared.Load(), len(all))
	}
}

// compareJudgements judges a fixture with all facts, with those that are collected for the
// check alone and, when views is true, with the fields alone that the check declares.
func compareJudgements(t *testing.T, c check.Check, f fixture.Fixture, known *inventory.Recogniser, s *facts.Snapshot, views bool) {
	input := func(s *facts.Snapshot) *facts.Input {
		in := inputOf(t, known, s, f)
		in.Intent = f.Intent
		facts.FillEmpty(&in.Intent)
		return in
	}
	whole := input(s)
	want := judgeAlone(t, c, whole)
	if got := judgeAlone(t, c, input(collectedFor(s, c))); !reflect.DeepEqual(got, want) {
		t.Errorf("%s: with what it needs alone the answer is another one: a field that it reads is not declared, or a kind of fact behind one\n got %+v\nwant %+v", f.Name, got, want)
	}
	if !views {
		return
	}
	if got := judgeAlone(t, c, whole.Only(slices.Concat(c.Reads, c.OptionalReads)...)); !reflect.DeepEqual(got, want) {
		t.Errorf("%s: it reads fields of the input that it does not declare: add them to its Reads\n got %+v\nwant %+v", f.Name, got, want)
	}
}

// judgeAlone judges by one check, as the engine does.
func judgeAlone(t *testing.T, c check.Check, in *facts.Input) check.Outcome {
	t.Helper()
	results, err := evaluate.Run(context.Background(), in, []check.Check{c}, evaluate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return results[0].Outcome
}

// collectedFor returns what the snapshot would hold if it had been collected for one check:
// no other kind of fact, each of which is a blind spot then.
func collectedFor(s *facts.Snapshot, c check.Check) *facts.Snapshot {
	var kinds []facts.Kind
	for _, collector := range collect.CollectorsFor(Needs([]check.Check{c}), collect.Options{Consents: collect.Consents()}) {
		kinds = append(kinds, collector.Facts)
	}
	view := s.Only(kinds...)
	for _, kind := range facts.Kinds() {
		if !slices.Contains(kinds, kind) {
			view.BlindSpots = append(view.BlindSpots, facts.BlindSpot{
				Facts: kind, Verb: "list", Resource: string(kind), Reason: facts.ReasonNotCollected,
			})
		}
	}
	facts.FillEmpty(view)
	return view
}
