package probe

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kready/kready/internal/facts"
)

// TestTryUntilSteady: three outcomes in a row decide a trial; one that changes back and forth
// is not the expected one.
func TestTryUntilSteady(t *testing.T) { synctest.Test(t, testTryUntilSteady) }

func testTryUntilSteady(t *testing.T) {
	s := &Session{Input: &facts.Input{}}
	trial := facts.Trial{Expected: facts.Blocked}
	script := func(all ...string) func(context.Context) (observation, error) {
		i := 0
		return func(context.Context) (observation, error) {
			got := all[min(i, len(all)-1)]
			i++
			if got == "obstacle" {
				return observation{}, errors.New("no")
			}
			return observation{got: got}, nil
		}
	}
	ctx := t.Context()
	if got, err := s.tryUntilSteady(ctx, trial, 5*time.Second, script(facts.Answered, facts.Blocked)); err != nil || got.Got != facts.Blocked || got.Attempts != 4 || got.Answers != 1 {
		t.Errorf("%+v %v", got, err)
	}
	if got, err := s.tryUntilSteady(ctx, trial, 700*time.Millisecond, script(facts.Answered, facts.Blocked)); err != nil || got.AsExpected() {
		t.Errorf("what came once is taken for steady: %+v %v", got, err)
	}
	if got, err := s.tryUntilSteady(ctx, trial, 100*time.Millisecond, script(facts.Answered)); err != nil || got.Got != facts.Answered {
		t.Errorf("%+v %v", got, err)
	}
	if _, err := s.tryUntilSteady(ctx, trial, time.Second, script("obstacle")); err == nil {
		t.Error("an obstacle is no verdict")
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := s.tryUntilSteady(over, trial, time.Second, script(facts.Answered)); !errors.Is(err, context.Canceled) {
		t.Errorf("an interrupted trial is judged: %v", err)
	}
}
