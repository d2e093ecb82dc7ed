package evaluate

import (
	"context"
	"slices"
	"sync"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// lanes judge checks side by side. Which check is judged when changes no result: each rests on the input, and on
// the results of those that it requires, which come before.
type lanes struct {
	checks  []check.Check
	shares  []any // what each check shares with others
	results []check.Result

	mu      sync.Mutex
	changed *sync.Cond
	begun   []bool
	done    map[string]check.Result
	known   map[string]bool // the ids of checks
	busy    map[any]bool    // what checks that run share
	running int
	alone   bool // a check runs that has the process for itself
	stopped bool
}

func newLanes(ordered []check.Check) *lanes {
	l := &lanes{
		checks: ordered, results: make([]check.Result, len(ordered)), begun: make([]bool, len(ordered)),
		done: make(map[string]check.Result, len(ordered)), known: make(map[string]bool, len(ordered)), busy: map[any]bool{},
	}
	l.changed = sync.NewCond(&l.mu)
	for _, c := range ordered {
		l.known[c.ID] = true
		l.shares = append(l.shares, c.Shares())
	}
	return l
}

// run judges all checks in so many lanes.
func (l *lanes) run(ctx context.Context, in *facts.Input, opts Options, n int) {
	stop := context.AfterFunc(ctx, func() {
		l.mu.Lock()
		l.stopped = true
		l.mu.Unlock()
		l.changed.Broadcast()
	})
	defer stop()
	var group sync.WaitGroup
	for range n {
		group.Go(func() {
			own := opts
			own.worker = newWorker(n)
			defer func() { own.worker.end() }()
			for i, ok := l.next(ctx); ok; i, ok = l.next(ctx) {
				r := judge(ctx, in, l.checks[i], l.result, own)
				l.end(i, r)
			}
		})
	}
	group.Wait()
}

// result is that of a check that is done.
func (l *lanes) result(id string) (check.Result, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r, ok := l.done[id]
	return r, ok
}

// next waits for a check that can be judged, the first in order, and begins it. False when all are begun, or
// the run was stopped.
func (l *lanes) next(ctx context.Context) (int, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		left := false
		for i := range l.checks {
			if l.stopped || ctx.Err() != nil {
				return 0, false
			}
			if l.begun[i] {
				continue
			}
			left = true
			if l.canBegin(i) {
				l.begin(i)
				return i, true
			}
		}
		if !left {
			return 0, false
		}
		l.changed.Wait()
	}
}

// canBegin reports whether what a check requires is done, and nothing runs that it may not run beside: what it
// shares with others has one user at a time, and a policy of the user's, of which the memory is limited, has the
// process for itself.
func (l *lanes) canBegin(i int) bool {
	c := l.checks[i]
	if l.alone || l.running > 0 && (ownProcess(c) || l.busy[l.shares[i]]) {
		return false
	}
	return !slices.ContainsFunc(c.Requires, func(id string) bool {
		_, done := l.done[id]
		return l.known[id] && !done
	})
}

func ownProcess(c check.Check) bool { return c.Position != "" }

func (l *lanes) begin(i int) {
	l.begun[i], l.running, l.alone = true, l.running+1, ownProcess(l.checks[i])
	if l.shares[i] != nil {
		l.busy[l.shares[i]] = true
	}
}

func (l *lanes) end(i int, r check.Result) {
	l.mu.Lock()
	l.results[i], l.done[l.checks[i].ID] = r, r
	l.running, l.alone = l.running-1, false
	delete(l.busy, l.shares[i])
	l.mu.Unlock()
	l.changed.Broadcast()
}
