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

// limits bound the memory and the output of one policy; zero values bound nothing.
type limits struct {
	// memory is by how many bytes the process may grow while the policy is evaluated.
	memory uint64
	// findings is how many findings of a rule are kept, sentences how many of its strings.
	findings, sentences int
	// message is how many characters one string may have.
	message int
}

// userLimits are those of policies that kready does not ship.
func userLimits() limits {
	return limits{memory: 512 << 20, findings: 1000, sentences: 10, message: 1000}
}

// errMemory ends a policy that exceeds its memory.
var errMemory = errors.New("it exceeded the memory limit of a policy")

// memoryInterval is how often memory is measured.
const memoryInterval = 5 * time.Millisecond

// limitMemory evaluates, and cancels the context of the evaluation when memory exceeds the
// limit. OPA heeds that between any two steps of an evaluation, and inside of the built-ins
// that can grow without bound.
func (l limits) limitMemory(ctx context.Context, evaluate func(context.Context) (check.Outcome, error)) (check.Outcome, error) {
	if l.memory == 0 {
		return evaluate(ctx)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	done := make(chan struct{})
	defer close(done)
	go func() {
		most := liveHeap() + l.memory
		ticker := time.NewTicker(memoryInterval)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
				if liveHeap() > most {
					cancel(fmt.Errorf("%w: %d MiB", errMemory, l.memory>>20))
					return
				}
			}
		}
	}()
	out, err := evaluate(ctx)
	if err != nil && topdown.IsCancel(err) && errors.Is(context.Cause(ctx), errMemory) {
		return check.Outcome{}, context.Cause(ctx)
	}
	return out, err
}

// liveHeap is what the last garbage collection left on the heap, in bytes. A heap that grows is
// collected each time it has doubled, so that the number is not old when it matters.
func liveHeap() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}

// shorten cuts a string to the length that one may have.
func (l limits) shorten(s string) string {
	if l.message == 0 {
		return s
	}
	return text.Truncate(s, l.message)
}
