// Package evaluate judges facts by checks. It is pure: no cluster, no clock of its
// own, no files. The same input and checks give the same results, in the same order.
package evaluate

import (
	"context"
	"fmt"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// Options are what checks are judged under.
type Options struct {
	// Profile names the profile in reasons.
	Profile string
	// Requirements says for each battery whether the profile needs it; Required when unlisted.
	Requirements map[string]check.Requirement
	// Disabled are checks that do not apply to this kind of cluster, with the reason.
	Disabled map[string]string
	// CheckTimeout is the time that one check may take, where the process gets a processor; zero
	// means 10 seconds.
	CheckTimeout time.Duration
	// Lanes is how many checks are judged side by side; 0 means one after the other.
	Lanes int
	// Memo keeps answers for other inputs that are judged by the same checks; nil for none.
	Memo *Memo

	worker  *worker
	digests *facts.Digests
}

// Run judges in by checks and returns a result for each, in check.Order. A check is
// not run when the profile turns its battery or the check itself off, when a check that it
// requires did not pass, or when facts that it needs could not be read. One that panics, fails or takes too
// long is an error by itself; the others go on. Run fails only when the checks are
// not well formed or ctx ends.
func Run(ctx context.Context, in *facts.Input, checks []check.Check, opts Options) ([]check.Result, error) {
	ordered, err := check.Order(checks)
	if err != nil {
		return nil, fmt.Errorf("ordering the checks: %w", err)
	}
	opts.digests = facts.NewDigests(in)
	l := newLanes(ordered)
	l.run(ctx, in, opts, max(1, opts.Lanes))
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("evaluating the checks: %w", err)
	}
	return l.results, nil
}

// resultOf returns the result of a check that was judged before.
type resultOf func(id string) (check.Result, bool)

// judge decides on one check, given the results of those before it.
func judge(ctx context.Context, in *facts.Input, c check.Check, done resultOf, opts Options) check.Result {
	result := check.Result{Check: c}
	want := opts.Requirements[c.Battery()]
	if want == check.None {
		result.Outcome = check.Skip(fmt.Sprintf("no %s wanted by profile %s", c.Battery(), opts.Profile))
		return result
	}
	if reason, ok := opts.Disabled[c.ID]; ok {
		result.Outcome = check.Skip(fmt.Sprintf("turned off by profile %s: %s", opts.Profile, reason))
		return result
	}
	if out, ok := notProbed(ctx, in, c, opts); ok {
		result.Outcome = out
		return result
	}
	if blocked, ok := blockedBy(c, done); ok {
		if because, _ := done(blocked.Because); blocked.Outcome.Status == check.StatusUnknown && because.Unread {
			return skippedAnyhow(ctx, in, blocked, opts)
		}
		return blocked
	}
	result.Outcome, result.Unread = runOnWhatWasRead(ctx, in, c, opts)
	if want == check.Optional && c.Level == check.LevelPresent && result.Outcome.Status == check.StatusGap {
		result.Outcome = check.Skip(fmt.Sprintf("no %s wanted by profile %s, and none is there", c.Battery(), opts.Profile))
	}
	return result
}

// notProbed reports whether a check is for a probe that nobody ran. Such a check says so
// itself, whatever it requires: otherwise an unknown there would make it unknown although it
// was never tried.
func notProbed(ctx context.Context, in *facts.Input, c check.Check, opts Options) (check.Outcome, bool) {
	if _, probed := in.Probe(c.ID); c.Level != check.LevelProven || probed {
		return check.Outcome{}, false
	}
	out := answer(ctx, in, c, opts)
	return out, out.Status == check.StatusSkip
}

// blockedBy reports what a check becomes when one that it requires did not pass.
func blockedBy(c check.Check, done resultOf) (check.Result, bool) {
	for _, id := range c.Requires {
		before, ok := done(id)
		if !ok || before.Outcome.Status == check.StatusPass {
			continue
		}
		r := check.Result{Check: c, Because: id}
		if before.Because != "" {
			r.Because = before.Because
		}
		switch before.Outcome.Status {
		case check.StatusGap:
			r.Outcome = check.Skip(fmt.Sprintf("%s is a gap", id))
		case check.StatusSkip:
			r.Outcome = check.Skip(fmt.Sprintf("%s does not apply: %s", id, before.Outcome.Reason))
			if before.Because != "" {
				r.Outcome = check.Skip(before.Outcome.Reason)
			}
		default:
			r.Outcome = check.Unknown(fmt.Sprintf("%s could not be judged", id))
			if before.Because != "" {
				r.Outcome = check.Unknown(before.Outcome.Reason)
			}
		}
		return r, true
	}
	return check.Result{}, false
}

// skippedAnyhow runs a check of which a requirement is unknown for want of facts. Only that it does
// not apply stands then: it would be skipped whatever the requirement were.
func skippedAnyhow(ctx context.Context, in *facts.Input, blocked check.Result, opts Options) check.Result {
	if out, _ := runOnWhatWasRead(ctx, in, blocked.Check, opts); out.Status == check.StatusSkip {
		return check.Result{Check: blocked.Check, Outcome: out}
	}
	return blocked
}

// answer returns the answer of the check itself, which may be known from another input.
func answer(ctx context.Context, in *facts.Input, c check.Check, opts Options) check.Outcome {
	if opts.Memo == nil {
		return run(ctx, in, c, opts)
	}
	key, err := opts.Memo.key(c, opts.digests)
	if err != nil {
		return run(ctx, in, c, opts)
	}
	out, known := opts.Memo.get(key)
	if !known {
		out = run(ctx, in, c, opts)
		opts.Memo.put(key, out)
	}
	return out
}

// run runs the check, guarded against panics and endless work.
func run(ctx context.Context, in *facts.Input, c check.Check, opts Options) check.Outcome {
	limit := opts.CheckTimeout
	if limit == 0 {
		limit = 10 * time.Second
	}
	if c.Preparer != nil { // loading a check and what it reads does not count against its limit
		c.Preparer.Wait(ctx, c.ID, in)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	outcome := make(chan check.Outcome, 1)
	opts.worker.do(func() { outcome <- runSafely(ctx, in, c) })
	late := passed(ctx, limit, opts.worker.clock)
	select {
	case out := <-outcome:
		return out
	case <-late:
		opts.worker.giveUp()
		return check.Outcome{Status: check.StatusError, Reason: fmt.Sprintf("the check took longer than %s", limit)}
	case <-ctx.Done():
		opts.worker.giveUp()
		return check.Outcome{Status: check.StatusError, Reason: "the run was stopped"}
	}
}

// runSafely turns errors, panics and malformed answers into the status error.
func runSafely(ctx context.Context, in *facts.Input, c check.Check) (out check.Outcome) {
	defer func() {
		if p := recover(); p != nil {
			out = check.Outcome{Status: check.StatusError, Reason: fmt.Sprintf("the check panicked: %v", p)}
		}
	}()
	out, err := c.Run(ctx, in)
	if err != nil {
		return check.Outcome{Status: check.StatusError, Reason: err.Error()}
	}
	if out.Status == "" {
		return check.Outcome{Status: check.StatusError, Reason: "the check gave no status"}
	}
	return out
}
