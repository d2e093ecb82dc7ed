package engine

import (
	"reflect"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/policy"
)

// TestLanes: kready's own checks answer the same side by side as one after the other, on a healthy cluster, one
// with more nodes, and one of which nothing is known.
func TestLanes(t *testing.T) {
	healthy := func() *facts.Snapshot {
		s, err := fixtures(t).Healthy()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	larger := healthy()
	addNodes(larger, 100, 1, 0)
	for name, s := range map[string]*facts.Snapshot{"healthy": healthy(), "more nodes, agents not ready": larger, "nothing": {}} {
		facts.FillEmpty(s)
		in := shippedRecogniser(t).Input(s, s.CollectedAt)
		facts.FillEmpty(in)
		outcomes := func(lanes int) []check.Outcome {
			checks := builtinChecks(t)
			check.Prepare(checks)
			results, err := evaluate.Run(policy.WithMemo(t.Context(), in), in, checks, evaluate.Options{Lanes: lanes})
			if err != nil {
				t.Fatal(err)
			}
			var all []check.Outcome
			for _, r := range results {
				all = append(all, r.Outcome)
			}
			return all
		}
		one, four := outcomes(1), outcomes(mostLanes)
		for i, c := range builtinChecks(t) {
			if !reflect.DeepEqual(one[i], four[i]) {
				t.Errorf("%s: %s answers %+v side by side, %+v alone", name, c.ID, four[i], one[i])
			}
		}
	}
}
