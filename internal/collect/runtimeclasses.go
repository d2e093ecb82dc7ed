package collect

import (
	"context"

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
	classes := each(ctx, r, q, kube.RuntimeClassOf)
	sortBy(classes, func(c facts.RuntimeClass) string { return c.Name })
	return func(s *facts.Snapshot) { s.RuntimeClasses = classes }
}
