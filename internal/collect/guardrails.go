package collect

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	schedulingv1 "k8s.io/api/scheduling/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

func namespaceLimitReads() []Read {
	return []Read{list("", "resourcequotas"), list("", "limitranges")}
}

func namespaceLimitsCollector() Collector {
	return Collector{
		Facts:   facts.KindNamespaceLimits,
		Reads:   namespaceLimitReads(),
		Collect: collectNamespaceLimits,
	}
}

// collectNamespaceLimits reads which namespaces have a ResourceQuota or a LimitRange;
// only names are requested.
func collectNamespaceLimits(ctx context.Context, r *Run) Fill {
	limits := runParallel(r, []func(*Run) []facts.NamespaceLimit{
		func(r *Run) []facts.NamespaceLimit { return r.limits(ctx, "resourcequotas", "ResourceQuota") },
		func(r *Run) []facts.NamespaceLimit { return r.limits(ctx, "limitranges", "LimitRange") },
	})
	sortBy(limits,
		func(l facts.NamespaceLimit) string { return l.Namespace },
		func(l facts.NamespaceLimit) string { return l.Kind },
		func(l facts.NamespaceLimit) string { return l.Name })
	return func(s *facts.Snapshot) { s.NamespaceLimits = limits }
}

func (r *Run) limits(ctx context.Context, resource, kind string) []facts.NamespaceLimit {
	q := target.Query{Version: "v1", Resource: resource, Metadata: true}
	return each(ctx, r, q, func(o *metav1.PartialObjectMetadata) facts.NamespaceLimit {
		return facts.NamespaceLimit{Kind: kind, Namespace: o.Namespace, Name: o.Name}
	})
}

func priorityClassesCollector() Collector {
	return Collector{
		Facts:   facts.KindPriorityClasses,
		Reads:   []Read{list("scheduling.k8s.io", "priorityclasses")},
		Collect: collectPriorityClasses,
	}
}

// collectPriorityClasses reads the PriorityClasses.
func collectPriorityClasses(ctx context.Context, r *Run) Fill {
	q := target.Query{Group: "scheduling.k8s.io", Version: "v1", Resource: "priorityclasses"}
	classes := each(ctx, r, q, func(c *schedulingv1.PriorityClass) facts.PriorityClass {
		return facts.PriorityClass{Name: c.Name, Value: int(c.Value), Default: c.GlobalDefault}
	})
	sortBy(classes, func(c facts.PriorityClass) string { return c.Name })
	return func(s *facts.Snapshot) { s.PriorityClasses = classes }
}

// deletionBlockers are the conditions of a namespace that say what its deletion waits for.
func deletionBlockers(conditions []corev1.NamespaceCondition) []facts.Condition {
	var out []facts.Condition
	for _, c := range conditions {
		if c.Status == corev1.ConditionTrue {
			out = append(out, condition(string(c.Type), string(c.Status), c.Reason, c.Message, c.LastTransitionTime))
		}
	}
	sortBy(out, func(c facts.Condition) string { return c.Type })
	return out
}
