package collect

import (
	"context"

	nodev1 "k8s.io/api/node/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/target"
)

func runtimeClassesCollector() Collector {
	return Collector{
		Facts:   facts.KindRuntimeClasses,
		Reads:   []Read{list("node.k8s.io", "runtimeclasses")},
		Collect: collectRuntimeClasses,
	}
}

// collectRuntimeClasses reads the RuntimeClasses.
func collectRuntimeClasses(ctx context.Context, r *Run) Fill {
	q := target.Query{Group: "node.k8s.io", Version: "v1", Resource: "runtimeclasses"}
	classes := each(ctx, r, q, func(c *nodev1.RuntimeClass) facts.RuntimeClass {
		out := facts.RuntimeClass{Name: c.Name, Handler: c.Handler}
		if c.Scheduling != nil {
			out.NodeSelector, out.Tolerations = c.Scheduling.NodeSelector, tolerations(c.Scheduling.Tolerations)
		}
		if c.Overhead != nil {
			out.Overhead = kube.Quantities(c.Overhead.PodFixed)
		}
		return out
	})
	sortBy(classes, func(c facts.RuntimeClass) string { return c.Name })
	return func(s *facts.Snapshot) { s.RuntimeClasses = classes }
}
