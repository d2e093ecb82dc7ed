package evaluate

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// watched are checks that take a second each, and what ran beside what.
type watched struct {
	mu      sync.Mutex
	running []string
	beside  map[string][]string
	order   []string
}

func (w *watched) check(id string, requires ...string) check.Check {
	return check.Check{ID: id, Level: check.LevelPresent, Tier: check.TierMust, Requires: requires, Run: func(context.Context, *facts.Input) (check.Outcome, error) {
		w.mu.Lock()
		w.order = append(w.order, id)
		for _, other := range w.running {
			w.beside[id] = append(w.beside[id], other)
			w.beside[other] = append(w.beside[other], id)
		}
		w.running = append(w.running, id)
		w.mu.Unlock()
		time.Sleep(time.Second)
		w.mu.Lock()
		w.running = slices.DeleteFunc(w.running, func(other string) bool { return other == id })
		w.mu.Unlock()
		return check.Pass("fine: " + id), nil
	}}
}

// sharing is a Preparer of checks that share something.
type sharing struct{ what string }

func (sharing) Prepare([]string) {}

func (sharing) Wait(context.Context, string, *facts.Input) {}

func (s sharing) Shares(string) any { return s }

// TestLanes: checks run side by side, but for those that share something, that one requires, or that are the
// user's own; the results are in order, and the same as of one after the other.
func TestLanes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &watched{beside: map[string][]string{}}
		checks := []check.Check{w.check("dns/a"), w.check("dns/b", "dns/a"), w.check("dns/c"), w.check("dns/d"), w.check("dns/e"), w.check("dns/f")}
		checks[2].Preparer, checks[3].Preparer = sharing{"x"}, sharing{"x"}
		checks[4].Position = "own/e.rego:1"
		began := time.Now()
		results, err := Run(t.Context(), &facts.Input{}, checks, Options{Lanes: 3})
		if err != nil {
			t.Fatal(err)
		}
		took := time.Since(began)
		one, err := Run(t.Context(), &facts.Input{}, checks, Options{})
		if err != nil || lines(results) != lines(one) {
			t.Errorf("three lanes:\n%s\none:\n%s\n%v", lines(results), lines(one), err)
		}
		if took >= 6*time.Second {
			t.Errorf("it took %s, as long as one after the other", took)
		}
		for _, pair := range [][2]string{{"dns/a", "dns/b"}, {"dns/c", "dns/d"}} {
			if slices.Contains(w.beside[pair[0]], pair[1]) {
				t.Errorf("%s ran beside %s", pair[0], pair[1])
			}
		}
		if len(w.beside["dns/e"]) > 0 || !slices.Contains(w.beside["dns/a"], "dns/c") {
			t.Errorf("what ran beside what: %v", w.beside)
		}
	})
}

// TestLanesStopped: a run that is stopped ends at once, whatever waits.
func TestLanesStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &watched{beside: map[string][]string{}}
		var checks []check.Check
		for i := range 20 {
			c := w.check(fmt.Sprintf("dns/%02d", i))
			c.Preparer = sharing{"x"}
			checks = append(checks, c)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 2500*time.Millisecond)
		defer cancel()
		if _, err := Run(ctx, &facts.Input{}, checks, Options{Lanes: 2}); err == nil || len(w.order) > 3 {
			t.Errorf("%v after %d checks", err, len(w.order))
		}
		time.Sleep(2 * time.Second) // what was given up ends
	})
}
