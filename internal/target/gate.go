package target

import (
	"context"
	"io"
	"net/http"
	"sync"
)

// inFlight is how many requests to one API server are under way at most, up to the end of their
// answers: enough to hide latency, few enough for a small API server and for its Priority and Fairness.
const inFlight = 16

// first is the key by which a request's context says that others wait for its answer.
type first struct{}

// First returns a context whose requests are sent before those of others.
func First(ctx context.Context) context.Context { return context.WithValue(ctx, first{}, true) }

// Gate lets so many requests through at a time.
type Gate struct {
	mu   sync.Mutex
	free int
	// hurried and waiting are those that wait, in their order; the hurried go first.
	hurried, waiting []chan struct{}
}

// NewGate returns a gate for so many requests.
func NewGate(most int) *Gate { return &Gate{free: most} }

// Enter waits for its turn, and returns the error of ctx when that is done before. Leave follows.
func (g *Gate) Enter(ctx context.Context) error {
	g.mu.Lock()
	if g.free > 0 {
		g.free--
		g.mu.Unlock()
		return nil
	}
	turn := make(chan struct{}, 1)
	if ctx.Value(first{}) != nil {
		g.hurried = append(g.hurried, turn)
	} else {
		g.waiting = append(g.waiting, turn)
	}
	g.mu.Unlock()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
		go func() { <-turn; g.Leave() }() // its turn is somebody else's
		return ctx.Err()
	}
}

// Leave lets the next one through.
func (g *Gate) Leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, queue := range []*[]chan struct{}{&g.hurried, &g.waiting} {
		if len(*queue) > 0 {
			(*queue)[0] <- struct{}{}
			*queue = (*queue)[1:]
			return
		}
	}
	g.free++
}

type gated struct {
	gate *Gate
	next http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (g gated) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := g.gate.Enter(request.Context()); err != nil {
		return nil, err
	}
	leave := sync.OnceFunc(g.gate.Leave)
	response, err := g.next.RoundTrip(request)
	if err != nil {
		leave()
		return nil, err
	}
	response.Body = &gatedBody{response.Body, leave}
	return response, nil
}

// gatedBody leaves the gate when it is closed.
type gatedBody struct {
	io.ReadCloser
	leave func()
}

func (b *gatedBody) Close() error {
	defer b.leave()
	return b.ReadCloser.Close()
}
