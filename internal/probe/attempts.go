package probe

import (
	"context"
	"errors"
	"time"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// slowPollInterval is the time between two attempts to see something that takes its time.
const slowPollInterval = 2 * time.Second

// observation is what one attempt came to, by the words of facts.Trial.
type observation struct{ got, detail string }

// tryUntilSteady makes a trial of questions to the API server: the same one again and again,
// until agent.Steady answers in a row are as wanted, or time is up. An error of try is
// an obstacle and ends it.
func (s *Session) tryUntilSteady(ctx context.Context, t facts.Trial, limit time.Duration, try func(context.Context) (observation, error)) (facts.Trial, error) {
	return s.tryUntil(ctx, t, limit, agent.Steady, try)
}

// tryUntil is tryUntilSteady for what stays once it is there: so many answers in a row are enough.
func (s *Session) tryUntil(ctx context.Context, t facts.Trial, limit time.Duration, steady int, try func(context.Context) (observation, error)) (facts.Trial, error) {
	whole, pause := ctx, pollInterval
	if steady == 1 {
		pause = slowPollInterval // what takes its time need not be asked for all the time
	}
	ctx, cancel := context.WithTimeout(ctx, s.extendLimit(limit))
	defer cancel()
	began := time.Now()
	inARow := 0
	for {
		got, err := try(ctx)
		if whole.Err() != nil {
			return t, whole.Err()
		}
		if err != nil && (ctx.Err() == nil || t.Attempts == 0) {
			return t, err
		}
		if err == nil {
			t.Attempts++
			t.Got, t.Detail = got.got, got.detail
			if got.got == facts.Answered {
				t.Answers++
			}
			if inARow++; got.got != t.Expected {
				inARow = 0
			}
		}
		t.Milliseconds = int(time.Since(began).Milliseconds())
		if inARow >= steady {
			return t, nil
		}
		select {
		case <-ctx.Done():
			return finishTimedOut(t, inARow), callerError(whole)
		case <-time.After(pause):
		}
	}
}

// finishTimedOut judges a trial whose time is up: what came at last and did not stay is not
// what was wanted.
func finishTimedOut(t facts.Trial, inARow int) facts.Trial {
	if inARow > 0 && t.Attempts > inARow {
		t.Got, t.Detail = facts.Blocked, t.Detail+"; it came and went"
		if t.Expected == facts.Blocked {
			t.Got = facts.Answered
		}
	}
	return t
}

// callerError is the caller's own end, which is no verdict on the cluster.
func callerError(ctx context.Context) error {
	if err := ctx.Err(); errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}
