package engine

import (
	"context"
	"fmt"
	"hash/fnv"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
)

// standsSample is one in how many reductions `go test` tries; KREADY_CHAOS=all tries all.
const standsSample = 10

// TestStandsWithout takes objects out of every fixture that its check declares to stand without: the
// answer must be that of the whole, or unknown.
func TestStandsWithout(t *testing.T) {
	sample := uint32(standsSample)
	if os.Getenv("KREADY_CHAOS") == "all" {
		sample = 1
	}
	all := builtinChecks(t)
	var tried, stood atomic.Int64
	t.Run("checks", func(t *testing.T) {
		for _, c := range all {
			if len(c.StandsWithout.All()) == 0 {
				continue
			}
			t.Run(c.ID, func(t *testing.T) {
				t.Parallel()
				s := standing{t: t, c: c, with: withRequired(all, c), sample: sample}
				s.judgeAll()
				tried.Add(int64(s.tried))
				stood.Add(int64(s.stood))
			})
		}
	})
	t.Logf("%d reductions tried, in %d of them the answer stood", tried.Load(), stood.Load())
	if stood.Load()*10 < tried.Load() {
		t.Error("too few answers stood: the declarations do nothing")
	}
}

// standing holds the declarations of one check against its fixtures.
type standing struct {
	t            *testing.T
	c            check.Check
	with         []check.Check // the check and all that it requires
	sample       uint32
	tried, stood int
}

func (s *standing) judgeAll() {
	for _, p := range s.c.StandsWithout.All() {
		if !slices.ContainsFunc(basedOn(p.Kind()), func(kind facts.Kind) bool { return slices.Contains(s.c.Needs, kind) }) {
			s.t.Errorf("it declares to stand without %s, which it does not need", p)
		}
	}
	set := fixtures(s.t)
	all, err := set.Of(s.c.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, f := range all {
		snapshot, err := set.Snapshot(f)
		if err != nil {
			s.t.Fatal(err)
		}
		whole := s.judge(f, snapshot, []check.Check{s.c})
		for _, r := range s.reductions(snapshot) {
			if !s.picks(f.Name + r.how) {
				continue
			}
			s.tried++
			got := s.judge(f, r.s, []check.Check{s.c})
			if got.Status == check.StatusUnknown {
				continue
			}
			s.stood++
			if got.Status != whole.Status && !s.sameWithRequired(f, snapshot, r.s) {
				s.t.Errorf("%s: without %s it is a %s (%s), and a %s with the whole (%s)", f.Name, r.how, got.Status, got.Reason, whole.Status, whole.Reason)
			}
		}
	}
}

// picks takes one in so many reductions, and all of a whole portion.
func (s *standing) picks(name string) bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s.c.ID + name))
	return strings.HasSuffix(name, " all") || h.Sum32()%s.sample == 0
}

// reductions takes from each portion that the check stands without, and from all at once that one
// status stands without.
func (s *standing) reductions(whole *facts.Snapshot) []reduction {
	w := s.c.StandsWithout
	var all []reduction
	for _, p := range sortedPortions(w.All()) {
		all = append(all, reduced(whole, p)...)
	}
	for _, of := range [][]facts.Portion{w.Pass, w.Gap, w.Skip} {
		if portions := sortedPortions(append(slices.Clone(w.Any), of...)); len(portions) > 1 {
			all = append(all, reducedTogether(whole, portions)...)
		}
	}
	return all
}

// sameWithRequired reports whether the answers are the same, or the one on the reduction is unknown,
// when the checks that it requires are judged as well.
func (s *standing) sameWithRequired(f fixture.Fixture, whole, reduced *facts.Snapshot) bool {
	got := s.judge(f, reduced, s.with)
	return got.Status == check.StatusUnknown || got.Status == s.judge(f, whole, s.with).Status
}

// judge judges a fixture as the engine does.
func (s *standing) judge(f fixture.Fixture, snapshot *facts.Snapshot, checks []check.Check) check.Outcome {
	in := inputOf(s.t, shippedRecogniser(s.t), snapshot, f)
	in.Intent = f.Intent
	facts.FillEmpty(&in.Intent)
	results, err := evaluate.Run(context.Background(), in, checks, evaluate.Options{})
	if err != nil {
		s.t.Fatal(err)
	}
	i := slices.IndexFunc(results, func(r check.Result) bool { return r.Check.ID == s.c.ID })
	return results[i].Outcome
}

// withRequired returns a check and all that it requires.
func withRequired(all []check.Check, c check.Check) []check.Check {
	selected, err := selectChecks(all, []string{c.ID})
	if err != nil {
		panic(fmt.Sprint(c.ID, ": ", err))
	}
	return selected
}

func sortedPortions(all []facts.Portion) []facts.Portion {
	out := slices.Clone(all)
	slices.Sort(out)
	return slices.Compact(out)
}
