package collect

import (
	"context"
	"net/http"
	"slices"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/progress"
	"github.com/kready/kready/internal/target"
)

// deadline is a context whose time is up when the test says so, not the clock.
type deadline struct {
	context.Context
	over chan struct{}
}

func (d deadline) Done() <-chan struct{} { return d.over }

func (d deadline) Err() error {
	select {
	case <-d.over:
		return context.DeadlineExceeded
	default:
		return d.Context.Err()
	}
}

// doneWith is called with each kind of fact that is collected.
type doneWith func(kind string)

func (doneWith) Expect(int)                       {}
func (d doneWith) Done(kind string)               { d(kind) }
func (doneWith) Request(string) *progress.Request { return nil }

// TestDeadlineIsKept: of a server that answers for nodes alone, the nodes are kept when time is
// up, and all else is a blind spot. Every request has a slot, so that those without an answer
// cannot keep the nodes waiting.
func TestDeadlineIsKept(t *testing.T) {
	src := live(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/v1/nodes" {
			<-r.Context().Done()
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"kind":"NodeList","apiVersion":"v1","items":[{"metadata":{"name":"a"}}]}`))
	})
	ctx := deadline{t.Context(), make(chan struct{})}
	var end time.Time
	timeIsUp := doneWith(func(kind string) {
		if kind == string(facts.KindNodes) {
			end = time.Now()
			close(ctx.over)
		}
	})
	s := Snapshot(ctx, src, facts.Kinds(), Options{Now: moment, Parallel: 1000, Lookups: lookups, Consents: Consents(), Progress: timeIsUp})
	if took := time.Since(end); took > 30*time.Second { // far more than its grace
		t.Errorf("it returned %s after time was up", took)
	}
	if len(s.Nodes) != 1 || len(s.Blind([]facts.Kind{"nodes"})) != 0 {
		t.Errorf("nodes: %v, %v", s.Nodes, s.Blind([]facts.Kind{"nodes"}))
	}
	for _, kind := range facts.Kinds() {
		blind := s.Blind([]facts.Kind{kind})
		// nothing is declared or probed, so nothing is asked; who asks, the client knows itself
		if slices.Contains([]facts.Kind{"nodes", "declared", facts.KindProductResources, "probes", facts.KindCustom, facts.KindCaller}, kind) {
			continue
		}
		if len(blind) == 0 || slices.ContainsFunc(blind, func(b facts.BlindSpot) bool { return b.Reason != facts.ReasonTimeout }) {
			t.Errorf("%s: %v", kind, blind)
		}
	}
}

// stuck is a source that ignores that time is up.
type stuck struct{ target.Source }

func (stuck) Describe() facts.Target                             { return facts.Target{Kind: "cluster"} }
func (stuck) Discover(context.Context) (target.Discovery, error) { select {} }
func (stuck) Each(context.Context, target.Query, func(runtime.Object) error) error {
	select {}
}

func TestDeadlineIsKeptAgainstStuckSources(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	s := Snapshot(ctx, stuck{}, []facts.Kind{"nodes", "workloads", "dnsConfig"}, Options{Now: moment, Parallel: 1})
	for _, kind := range []facts.Kind{"nodes", "workloads", "dnsConfig"} {
		if blind := s.Blind([]facts.Kind{kind}); len(blind) == 0 || blind[0].Reason != facts.ReasonTimeout {
			t.Errorf("%s: %v", kind, blind)
		}
	}
}
