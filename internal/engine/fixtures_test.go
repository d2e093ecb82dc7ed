package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
	"github.com/kready/kready/internal/inventory"
)

// TestFixtures runs every check on its fixtures, through the real catalogue. Each
// check has at least pass.yaml and gap.yaml; the file's name up to the first dash is
// the status that it must lead to: gap.yaml, gap-tainted-nodes.yaml, unknown.yaml.
func TestFixtures(t *testing.T) {
	all := builtinChecks(t)
	known := shippedRecogniser(t)
	set := fixtures(t)
	for _, c := range all {
		t.Run(c.ID, func(t *testing.T) {
			t.Parallel()
			fixtures, err := set.Of(c.ID)
			if err != nil {
				t.Fatal(err)
			}
			seen, states := map[string]bool{}, map[string]bool{}
			for _, f := range fixtures {
				seen[f.Status()] = true
				t.Run(f.Name, func(t *testing.T) { judgeFixture(t, c, known, set, f, states) })
			}
			for _, state := range c.RemedyStates() {
				if !states[state] {
					t.Errorf("no fixture of %s is in the state %s, which has a remedy", c.ID, state)
				}
			}
			for _, status := range []check.Status{check.StatusPass, check.StatusGap} {
				if !seen[string(status)] {
					t.Errorf("%s has no fixture %s.yaml", c.ID, status)
				}
			}
		})
	}
}

func judgeFixture(t *testing.T, c check.Check, known *inventory.Recogniser, set *fixture.Set, f fixture.Fixture, states map[string]bool) {
	if f.Why == "" {
		t.Errorf("it does not say why it leads to %s", f.Status())
	}
	snapshot, err := set.Snapshot(f)
	if err != nil {
		t.Fatal(err)
	}
	in := inputOf(t, known, snapshot, f)
	in.Intent = f.Intent
	facts.FillEmpty(&in.Intent)
	out := answerOf(t, c, in)
	if string(out.Status) != f.Status() {
		t.Errorf("status %s, want %s: %s %v", out.Status, f.Status(), out.Reason, out.Findings)
	}
	for _, state := range out.States {
		states[state] = true
		if !slices.Contains(c.RemedyStates(), state) {
			t.Errorf("the state %s has no remedy", state)
		}
	}
	text := out.Reason + fmt.Sprint(out.Findings)
	for _, found := range out.Findings {
		text += "\n" + found.At.String() + " " + found.Message
		if c.IsRequirement() && (found.At.File == "" || found.At.Line == 0 || found.By == "") {
			t.Errorf("it does not say where, or who closes it: %+v", found)
		}
	}
	for _, words := range f.Says {
		if !strings.Contains(text, words) {
			t.Errorf("it does not say %q but: %s", words, text)
		}
	}
	if f.Findings != nil && *f.Findings >= 0 && len(out.Findings) != *f.Findings {
		t.Errorf("%d findings, want %d: %v", len(out.Findings), *f.Findings, out.Findings)
	}
	for _, sentence := range sentences(out) {
		checkWords(t, sentence)
	}
	if out.Status == check.StatusGap && out.Reason == "" {
		t.Error("a gap without a reason")
	}
}

// answerOf returns what a check answers. A requirement that rests on checks of the cluster is judged with
// what these say, and they with what they require.
func answerOf(t *testing.T, c check.Check, in *facts.Input) check.Outcome {
	t.Helper()
	if c.Needy == nil {
		out, err := c.Run(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	required := slices.DeleteFunc(withRequired(builtinChecks(t), c), check.Check.IsRequirement)
	cluster, err := evaluate.Run(context.Background(), in, required, evaluate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	results, err := evaluate.Requirements(context.Background(), in, []check.Check{c}, cluster, evaluate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return results[0].Outcome
}
