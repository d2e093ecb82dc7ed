package collect

import (
	"context"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// defaultParallel is the number of concurrent requests: enough to hide latency, few enough for
// a small API server.
const defaultParallel = 16

// limited is a Source that limits concurrent requests.
type limited struct {
	src   target.Source
	slots chan struct{}
}

// limit returns src with a limit on concurrent requests.
func limit(src target.Source, parallel int) target.Source {
	if parallel <= 0 {
		parallel = defaultParallel
	}
	return &limited{src: src, slots: make(chan struct{}, parallel)}
}

// enter waits for a free slot, and returns the function that releases it.
func (l *limited) enter(ctx context.Context) (func(), error) {
	select {
	case l.slots <- struct{}{}:
		return func() { <-l.slots }, nil
	case <-ctx.Done():
		return nil, &target.ReadError{Reason: facts.ReasonTimeout, Message: "no complete answer in time", Err: ctx.Err()}
	}
}

func (l *limited) Describe() facts.Target { return l.src.Describe() }

func (l *limited) Each(ctx context.Context, q target.Query, fn func(runtime.Object) error) error {
	leave, err := l.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	return l.src.Each(ctx, q, func(object runtime.Object) error { return fn(orMalformed(object)) })
}

func (l *limited) Get(ctx context.Context, q target.Query) (runtime.Object, error) {
	leave, err := l.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	return l.src.Get(ctx, q)
}

func (l *limited) Raw(ctx context.Context, path string) ([]byte, error) {
	leave, err := l.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	return l.src.Raw(ctx, path)
}

func (l *limited) Discover(ctx context.Context) (target.Discovery, error) {
	leave, err := l.enter(ctx)
	if err != nil {
		return target.Discovery{}, err
	}
	defer leave()
	return l.src.Discover(ctx)
}
