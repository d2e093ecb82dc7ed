package collect

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	schedulingv1 "k8s.io/api/scheduling/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
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

// limitsTold is of how many objects of a kind it is kept what they say, and limitMax how many amounts and values
// one of them may have for that.
const (
	limitsTold = 2000
	limitMax   = 200
)

// collectNamespaceLimits reads the ResourceQuotas and LimitRanges of all namespaces.
func collectNamespaceLimits(ctx context.Context, r *Run) Fill {
	limits := runParallel(r, []func(*Run) []facts.NamespaceLimit{
		func(r *Run) []facts.NamespaceLimit { return r.quotas(ctx, limitsTold) },
		func(r *Run) []facts.NamespaceLimit { return r.limitRanges(ctx, limitsTold) },
	})
	sortBy(limits,
		func(l facts.NamespaceLimit) string { return l.Namespace },
		func(l facts.NamespaceLimit) string { return l.Kind },
		func(l facts.NamespaceLimit) string { return l.Name })
	return func(s *facts.Snapshot) { s.NamespaceLimits = limits }
}

// quotas are the ResourceQuotas, the first of them with what they say. One without any amount was cut off.
func (r *Run) quotas(ctx context.Context, told int) []facts.NamespaceLimit {
	return each(ctx, r, target.Query{Version: "v1", Resource: "resourcequotas"}, func(o *corev1.ResourceQuota) facts.NamespaceLimit {
		out := facts.NamespaceLimit{Kind: "ResourceQuota", Namespace: o.Namespace, Name: o.Name}
		quota := kube.QuotaOf(o)
		size := len(quota.Hard) + len(quota.Used)
		for _, scope := range quota.Scopes {
			size += 1 + len(scope.Values)
		}
		if told > 0 && len(quota.Hard) > 0 && size <= limitMax {
			told--
			out.Told, out.Quota = true, quota
		}
		return out
	})
}

// limitRanges are the LimitRanges, the first of them with what they say. One without any rule was cut off.
func (r *Run) limitRanges(ctx context.Context, told int) []facts.NamespaceLimit {
	return each(ctx, r, target.Query{Version: "v1", Resource: "limitranges"}, func(o *corev1.LimitRange) facts.NamespaceLimit {
		out := facts.NamespaceLimit{Kind: "LimitRange", Namespace: o.Namespace, Name: o.Name}
		limits := kube.LimitRangeOf(o)
		size := 0
		for _, item := range limits.Items {
			size += 1 + len(item.Min) + len(item.Max) + len(item.Limits) + len(item.Requests) + len(item.MaxRatio)
		}
		if told > 0 && len(limits.Items) > 0 && size <= limitMax {
			told--
			out.Told, out.Range = true, limits
		}
		return out
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
