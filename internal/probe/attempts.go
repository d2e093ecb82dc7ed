package probe

import (
	"context"
	"errors"
	"time"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// slowPollInterval is the time between two attempts for something that takes long.
const slowPollInterval = 2 * time.Second

// observation is the outcome of one attempt, Answered, Blocked or Wrong, with its detail.
type observation struct{ got, detail string }

// tryUntilSteady makes a trial of requests to the API server: it repeats try until
// agent.Steady outcomes in a row are the expected one, or time is up. An error of try is an
// obstacle and ends the trial.
func (s *Session) tryUntilSteady(ctx context.Context, t facts.Trial, limit time.Duration, try func(context.Context) (observation, error)) (facts.Trial, error) {
	return s.tryUntil(ctx, t, limit, agent.Steady, try)
}

// tryUntil is tryUntilSteady with another number of outcomes in a row: 1 for what does not
// change again.
func (s *Session) tryUntil(ctx context.Context, t facts.Trial, limit time.Duration, steady int, try func(context.Context) (observation, error)) (facts.Trial, error) {
	whole, pause := ctx, pollInterval
	if steady == 1 {
		pause = slowPollInterval // no need to poll often for something slow
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

// finishTimedOut decides a trial whose time is up: an outcome that changed back and forth is
// not the expected one.
func finishTimedOut(t facts.Trial, inARow int) facts.Trial {
	if inARow > 0 && t.Attempts > inARow {
		t.Got, t.Detail = facts.Blocked, t.Detail+"; it came and went"
		if t.Expected == facts.Blocked {
			t.Got = facts.Answered
		}
	}
	return t
}

// callerError returns an error when the caller's context ended: then the trial proves nothing.
func callerError(ctx context.Context) error {
	if err := ctx.Err(); errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}
