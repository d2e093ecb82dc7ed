package engine

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/collect"
	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
	"github.com/kready/kready/internal/inventory"
	"github.com/kready/kready/policies"
)

// TestOwnNeedsAreEnough judges every fixture twice: with all its facts, and with those alone
// that a run of this one check would collect. The answers must be the same, so that no answer
// depends on which other checks are asked.
func TestOwnNeedsAreEnough(t *testing.T) {
	all, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	known, err := catalog.Load(policies.Files)
	if err != nil {
		t.Fatal(err)
	}
	set, err := fixture.Load()
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, c := range all {
		fixtures, err := set.Of(c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range fixtures {
			snapshot, err := set.Snapshot(f)
			if err != nil {
				t.Fatal(err)
			}
			judge := func(s *facts.Snapshot, view func(*facts.Input) *facts.Input) check.Outcome {
				in := inventory.Input(s, known, f.AsOf)
				in.Intent = f.Intent
				facts.FillEmpty(&in.Intent)
				return judgeAlone(t, c, view(in))
			}
			whole := func(in *facts.Input) *facts.Input { return in }
			declared := func(in *facts.Input) *facts.Input { return in.Only(slices.Concat(c.Reads, c.OptionalReads)...) }
			want := judge(snapshot, whole)
			if got := judge(collectedFor(snapshot, c), whole); !reflect.DeepEqual(got, want) {
				t.Errorf("%s %s: with what it needs alone the answer is another one: a field that it reads is not declared, or a kind of fact behind one\n got %+v\nwant %+v", c.ID, f.Name, got, want)
			}
			if got := judge(snapshot, declared); !reflect.DeepEqual(got, want) {
				t.Errorf("%s %s: it reads fields of the input that it does not declare: add them to its Reads\n got %+v\nwant %+v", c.ID, f.Name, got, want)
			}
			compared++
		}
	}
	t.Logf("%d fixtures of %d checks compared", compared, len(all))
	if compared < 2*len(all) {
		t.Errorf("only %d fixtures of %d checks were found", compared, len(all))
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
	for _, collector := range collect.For(Needs([]check.Check{c})) {
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
