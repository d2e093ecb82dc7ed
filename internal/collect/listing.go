package collect

import (
	"context"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
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
	return requestSome(ctx, s, q, func(o O) (F, bool) { return distil(o), true })
}

// requestSome is requestOnce for objects of which not all are kept.
func requestSome[O runtime.Object, F any](ctx context.Context, s shared, q target.Query, distil func(O) (F, bool)) func() listing[F] {
	return sync.OnceValue(func() listing[F] {
		var out listing[F]
		r := &Run{shared: s}
		q.Clock = func(now time.Time) { out.at = now }
		out.all = eachSome(ctx, r, q, distil)
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

// begin asks before somebody waits for the answer; who does gets a panic as well.
func begin[F any](once func() listing[F]) {
	defer func() { _ = recover() }()
	once()
}

// share prepares what more than one of the chosen collectors reads: the custom resources by which operators
// install products, of which there are few objects, and what monitors select.
func (s *shared) share(ctx context.Context, chosen []Collector) {
	readers := map[[2]string]int{}
	count := func(reads []Read) {
		for _, read := range reads {
			if read.IfServed {
				readers[[2]string{read.Group, read.Resource}]++
			}
		}
	}
	for _, c := range chosen {
		switch c.Facts {
		case facts.KindMonitors: // shares what it distils
		case facts.KindMonitorTargets:
			s.monitorTargets = true
		case facts.KindOperatorResources:
			count(OperatorReads(s.opts.Operators))
		case facts.KindProductResources:
			count(ProductReads(s.opts.Products))
		default:
			count(c.Reads)
		}
	}
	s.customOnce = map[string]func() listing[*unstructured.Unstructured]{}
	for of, n := range readers {
		if q := (target.Query{Group: of[0], Resource: of[1]}); n > 1 {
			s.customOnce[q.String()] = servedOnce(ctx, *s, q, func(o *unstructured.Unstructured) *unstructured.Unstructured { return o })
		}
	}
	s.serviceMonitors = monitorsOnce(ctx, *s, "servicemonitors", "ServiceMonitor")
	s.podMonitors = monitorsOnce(ctx, *s, "podmonitors", "PodMonitor")
	s.services = servicesOnce(ctx, *s)
}

// servedOnce returns a function that lists a custom resource, in the version that is served, at the first call.
func servedOnce[F any](ctx context.Context, s shared, q target.Query, distil func(*unstructured.Unstructured) F) func() listing[F] {
	return sync.OnceValue(func() listing[F] {
		r, q := &Run{shared: s}, q
		if !r.serves(&q) {
			return listing[F]{blind: r.blind}
		}
		all := each(ctx, r, q, distil)
		return listing[F]{all: all, blind: r.blind}
	})
}

// objects calls fn for the objects of a custom resource, which may have been read before.
func (r *Run) objects(ctx context.Context, q target.Query, fn func(runtime.Object) error) error {
	once, ok := r.customOnce[q.String()]
	if !ok {
		return r.src.Each(ctx, q, fn)
	}
	for _, o := range listed(r, once()) {
		if err := fn(o); err != nil {
			return err
		}
	}
	return nil
}
