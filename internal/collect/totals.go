package collect

import (
	"context"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

func totalsCollector() Collector {
	return Collector{
		Facts:   facts.KindTotals,
		Reads:   []Read{list("", "pods")},
		Collect: collectTotals,
	}
}

// collectTotals asks for one pod, with which the API server says how many there are.
func collectTotals(ctx context.Context, r *Run) Fill {
	out := facts.Totals{Pods: -1}
	q := target.Query{Version: "v1", Resource: "pods", Metadata: true, Count: func(n int) { out.Pods = n }}
	if err := r.src.Each(ctx, q, func(runtime.Object) error { return nil }); err != nil {
		r.fail("list", q, err)
	}
	return func(s *facts.Snapshot) { s.Totals = out }
}
