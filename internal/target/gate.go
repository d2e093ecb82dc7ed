package target

import (
	"context"
	"io"
	"net/http"
	"slices"
	"sync"
)

// inFlight is how many requests to one API server are under way at most, up to the end of their
// answers: enough to hide latency, few enough for a small API server and for its Priority and Fairness.
const inFlight = 16

// awaited is the key by which a request's context says how many others wait for its answer, one after the other.
type awaited struct{}

// Awaited returns a context whose requests are sent before those that fewer others wait for, one after the other.
func Awaited(ctx context.Context, by int) context.Context {
	return context.WithValue(ctx, awaited{}, by)
}

// Gate lets so many requests through at a time.
type Gate struct {
	mu   sync.Mutex
	free int
	// most are let through at a time, and owed of these are still to leave before that holds.
	most, owed int
	// waiting are those that wait: those that most others wait for first, else in their order.
	waiting []ticket
}

// ticket is one that waits.
type ticket struct {
	turn chan struct{}
	by   int
}

// NewGate returns a gate for so many requests.
func NewGate(most int) *Gate { return &Gate{free: most, most: most} }

// NewClosedGate returns a gate that lets none through until it is opened for so many, so that the first of them
// are those that others wait for.
func NewClosedGate() *Gate { return &Gate{} }

// Open lets so many more requests through at a time.
func (g *Gate) Open(most int) {
	for range most {
		g.Leave()
	}
}

// Enter waits for its turn, and returns the error of ctx when that is done before. Leave follows.
func (g *Gate) Enter(ctx context.Context) error {
	g.mu.Lock()
	if g.free > 0 {
		g.free--
		g.mu.Unlock()
		return nil
	}
	turn := make(chan struct{}, 1)
	by, _ := ctx.Value(awaited{}).(int)
	at := len(g.waiting)
	for at > 0 && g.waiting[at-1].by < by {
		at--
	}
	g.waiting = slices.Insert(g.waiting, at, ticket{turn, by})
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
	if g.owed > 0 {
		g.owed--
		return
	}
	if len(g.waiting) > 0 {
		g.waiting[0].turn <- struct{}{}
		g.waiting = g.waiting[1:]
		return
	}
	g.free++
}

// Narrow lets one request less through at a time, but always one.
func (g *Gate) Narrow() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.most > 1 {
		g.most--
		g.owed++
	}
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
	if response.StatusCode == http.StatusTooManyRequests {
		g.gate.Narrow() // so many at a time are more than the server takes from us
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
