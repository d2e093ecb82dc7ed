package collect

import (
	"context"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// listing is a list of objects that several collectors work with.
type listing[F any] struct {
	all []F
	// at is the API server's time when it answered; zero when it did not say.
	at    time.Time
	blind []facts.BlindSpot
}

// requestOnce returns a function that lists what q selects, at the first call. Of each object, what
// distil returns is kept.
func requestOnce[O runtime.Object, F any](ctx context.Context, s shared, q target.Query, distil func(O) F) func() listing[F] {
	return sync.OnceValue(func() listing[F] {
		var out listing[F]
		r := &Run{shared: s}
		q.Clock = func(now time.Time) { out.at = now }
		out.all = each(ctx, r, q, distil)
		out.blind = r.blind
		return out
	})
}

// listed returns the objects of a listing; what could not be read of it is a blind spot of the
// kind that is collected.
func listed[F any](r *Run, l listing[F]) []F {
	for _, spot := range l.blind {
		r.addOwnBlindSpot(spot)
	}
	return l.all
}
