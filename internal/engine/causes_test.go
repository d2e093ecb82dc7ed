package engine

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kready/kready/internal/cause"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/fixture"
)

// oneFault is a cluster with one thing wrong, and the gaps that may be reported for it.
type oneFault struct {
	fixture.Fixture
	// Batteries are those that are judged.
	Batteries []string `json:"batteries"`
	// Gaps are the ids of all checks that must be a gap.
	Gaps []string `json:"gaps"`
	// Follow are the ids of those that must be listed under another one, as "check < lead".
	Follow []string `json:"follow"`
	// Cause are words that the causes named in the findings must contain, and Remedy words of
	// the remedies of the gaps.
	Cause  []string `json:"cause"`
	Remedy []string `json:"remedy"`
}

// TestOneCauseOneGap judges clusters with one fault by whole batteries: what follows
// from the fault must not be reported beside it.
func TestOneCauseOneGap(t *testing.T) {
	all := builtinChecks(t)
	known := shippedRecogniser(t)
	set := fixtures(t)
	files, _ := filepath.Glob("testdata/causes/*.yaml")
	if len(files) == 0 {
		t.Fatal("no causes")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			var c oneFault
			if err := fixture.Read(file, &c); err != nil {
				t.Fatal(err)
			}
			snapshot, err := set.Snapshot(c.Fixture)
			if err != nil {
				t.Fatal(err)
			}
			in := known.Input(snapshot, c.AsOf)
			judged := slices.DeleteFunc(slices.Clone(all), func(one check.Check) bool {
				return !slices.Contains(c.Batteries, one.Battery())
			})
			results, err := evaluate.Run(t.Context(), in, judged, evaluate.Options{})
			if err != nil {
				t.Fatal(err)
			}
			causes := cause.Find(in)
			results = causes.Fold(causes.Explain(results))
			gaps, follow := []string{}, []string{}
			said, remedies := "", ""
			for _, r := range results {
				if r.Outcome.Status == check.StatusGap {
					gaps = append(gaps, r.Check.ID)
					remedies += r.RemedyFor(check.PlaceOf(in)) + "\n"
				}
				if r.Folded {
					follow = append(follow, r.Check.ID+" < "+r.Because)
				}
				for _, f := range r.Outcome.Findings {
					said += f.Cause + "\n"
				}
				if r.Outcome.Status == check.StatusError {
					t.Errorf("%s broke: %s", r.Check.ID, r.Outcome.Reason)
				}
			}
			slices.Sort(gaps)
			if !slices.Equal(gaps, c.Gaps) {
				t.Errorf("%s: gaps %v, want %v", c.Why, gaps, c.Gaps)
			}
			slices.Sort(follow)
			if !slices.Equal(follow, c.Follow) && len(follow)+len(c.Follow) > 0 {
				t.Errorf("%s: %q follow, want %q", c.Why, follow, c.Follow)
			}
			for _, words := range c.Cause {
				if !strings.Contains(said, words) {
					t.Errorf("%s: no cause says %q:\n%s", c.Why, words, said)
				}
			}
			for _, words := range c.Remedy {
				if !strings.Contains(remedies, words) {
					t.Errorf("%s: no remedy says %q:\n%s", c.Why, words, remedies)
				}
			}
		})
	}
}
