package policy

import (
	"context"
	"errors"
	"fmt"
	"runtime/metrics"
	"time"

	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/text"
)

// limits bound what one policy may take and say; zero values bound nothing.
type limits struct {
	// memory is by how many bytes the process may grow while the policy is asked.
	memory uint64
	// findings is how many findings of one kind are kept, texts how many texts.
	findings, texts int
	// message is how many characters one text may have.
	message int
}

// userLimits are those of policies that kready does not ship.
func userLimits() limits {
	return limits{memory: 512 << 20, findings: 1000, texts: 10, message: 1000}
}

// errMemory ends a policy that takes too much.
var errMemory = errors.New("it took more memory than a policy may")

// look is how often a policy's memory is looked at.
const look = 5 * time.Millisecond

// watched runs ask, and cancels its context when memory runs away. OPA heeds that between
// any two steps of an evaluation, and inside of the built-ins that can grow without bound.
func (l limits) watched(ctx context.Context, ask func(context.Context) (check.Outcome, error)) (check.Outcome, error) {
	if l.memory == 0 {
		return ask(ctx)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	done := make(chan struct{})
	defer close(done)
	go func() {
		most := live() + l.memory
		ticker := time.NewTicker(look)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
				if live() > most {
					cancel(fmt.Errorf("%w: %d MiB", errMemory, l.memory>>20))
					return
				}
			}
		}
	}()
	out, err := ask(ctx)
	if err != nil && topdown.IsCancel(err) && errors.Is(context.Cause(ctx), errMemory) {
		return check.Outcome{}, context.Cause(ctx)
	}
	return out, err
}

// live is what the last garbage collection left on the heap, in bytes. A heap that grows is
// collected each time it has doubled, so that the number is not old when it matters.
func live() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}

// shorten cuts a text to the length that one may have.
func (l limits) shorten(s string) string {
	if l.message == 0 {
		return s
	}
	return text.Truncate(s, l.message)
}
