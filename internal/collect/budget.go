package collect

import (
	"fmt"
	"sync/atomic"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// Bounds of what one collection keeps.
const (
	// defaultFacts is how many bytes of facts are kept where the options set no bound: three
	// times those of a platform with 5,000 nodes.
	defaultFacts = 128 << 20
	// blindMax is how many blind spots one kind of fact may have: it is blind with one.
	blindMax = 500
)

// budget is how many bytes of facts may still be kept.
type budget struct{ left atomic.Int64 }

func newBudget(bytes int64) *budget {
	if bytes <= 0 {
		bytes = defaultFacts
	}
	b := &budget{}
	b.left.Store(bytes)
	return b
}

// take counts one more fact. The error is that of a list which is not read any further.
func (b *budget) take(fact any) error { return b.takeBytes(facts.Size(fact)) }

// takeBytes counts a fact that takes so many bytes.
func (b *budget) takeBytes(n int64) error {
	if b.left.Add(-n) >= 0 {
		return nil
	}
	return &target.ReadError{Reason: facts.ReasonTooLarge, Message: "the cluster has more than the memory for its facts holds; no more are kept"}
}

// full returns the blind spot that stands for all those beyond blindMax.
func full(kind facts.Kind) facts.BlindSpot {
	return facts.BlindSpot{
		Facts: kind, Verb: "list", Resource: string(kind), Reason: facts.ReasonTooLarge,
		Message: fmt.Sprintf("there are more than %d further ones", blindMax),
	}
}
