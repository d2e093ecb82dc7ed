package target

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"
)

// TestRequestsAtOnce: no more than 16 requests are under way, also those that discovery sends for
// each group of an old API server, and those that others wait for are sent before the rest.
func TestRequestsAtOnce(t *testing.T) {
	var mu sync.Mutex
	var now, most int
	var order []string
	l := server(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		now++
		most = max(most, now)
		order = append(order, r.URL.Path)
		mu.Unlock()
		time.Sleep(10 * time.Millisecond)
		mu.Lock()
		now--
		mu.Unlock()
		reply(w, 200, nodePage(0, 1, 1))
	}, LiveOptions{})
	var wg sync.WaitGroup
	for i := range 60 {
		wg.Go(func() { _, _ = l.Raw(t.Context(), fmt.Sprintf("/later/%d", i)) })
	}
	for waits := 0; waits < 40; {
		time.Sleep(time.Millisecond)
		l.gate.mu.Lock()
		waits = len(l.gate.waiting)
		l.gate.mu.Unlock()
	}
	_, _ = l.Raw(Awaited(t.Context(), 1), "/first")
	wg.Wait()
	if most != inFlight {
		t.Errorf("%d requests at once, want %d", most, inFlight)
	}
	if at := slices.Index(order, "/first"); at < 0 || at > 2*inFlight {
		t.Errorf("the one that others wait for came as the %dth", at+1)
	}
	var groups []Group
	for i := range 40 {
		groups = append(groups, Group{Name: fmt.Sprintf("g%d.example", i), Versions: []string{"v1"}})
	}
	most = 0
	l.readResources(t.Context(), groups)
	if most > inFlight {
		t.Errorf("discovery sent %d requests at once", most)
	}
}

// TestGateIsLeft: requests that fail, and those whose time is up while they wait, take no place for
// ever.
func TestGateIsLeft(t *testing.T) {
	g := NewGate(1)
	if err := g.Enter(t.Context()); err != nil {
		t.Fatal(err)
	}
	late, cancel := context.WithCancel(t.Context())
	cancel()
	for range 3 {
		if err := g.Enter(late); err == nil {
			t.Fatal("two are inside")
		}
	}
	g.Leave()
	for range 3 {
		ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
		if err := g.Enter(ctx); err != nil {
			t.Fatal("a place was lost")
		}
		g.Leave()
		stop()
	}
}

// TestClosedGate: a gate that was closed lets those through first that most others wait for.
func TestClosedGate(t *testing.T) {
	g := NewClosedGate()
	through := make(chan int, 4)
	for i, by := range []int{0, 2, 1, 2} {
		go func() {
			if g.Enter(Awaited(t.Context(), by)) == nil {
				through <- by
				g.Leave()
			}
		}()
		for waits := 0; waits <= i; {
			time.Sleep(time.Millisecond)
			g.mu.Lock()
			waits = len(g.waiting)
			g.mu.Unlock()
		}
	}
	g.Open(1)
	for _, want := range []int{2, 2, 1, 0} {
		if got := <-through; got != want {
			t.Errorf("one that %d wait for came through, want %d", got, want)
		}
	}
}
