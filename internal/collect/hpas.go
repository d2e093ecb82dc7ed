package collect

import (
	"context"

	autoscalingv2 "k8s.io/api/autoscaling/v2"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

func hpasCollector() Collector {
	return Collector{
		Facts:   facts.KindHPAs,
		Reads:   []Read{list("autoscaling", "horizontalpodautoscalers")},
		Collect: collectHPAs,
	}
}

// collectHPAs reads the HorizontalPodAutoscalers of all namespaces.
func collectHPAs(ctx context.Context, r *Run) Fill {
	q := target.Query{Group: "autoscaling", Version: "v2", Resource: "horizontalpodautoscalers", Reused: true, Distilled: true}
	hpas := each(ctx, r, q, distilHPA)
	sortBy(hpas,
		func(h facts.HorizontalPodAutoscaler) string { return h.Namespace },
		func(h facts.HorizontalPodAutoscaler) string { return h.Name })
	return func(s *facts.Snapshot) { s.HPAs = hpas }
}

func distilHPA(h *autoscalingv2.HorizontalPodAutoscaler) facts.HorizontalPodAutoscaler {
	out := facts.HorizontalPodAutoscaler{
		Namespace: h.Namespace, Name: h.Name, CreatedAt: truncateToSecond(h.CreationTimestamp.Time),
		TargetKind: h.Spec.ScaleTargetRef.Kind, TargetName: h.Spec.ScaleTargetRef.Name,
		MinReplicas: replicas(h.Spec.MinReplicas), MaxReplicas: int(h.Spec.MaxReplicas),
		Current: int(h.Status.CurrentReplicas), Desired: int(h.Status.DesiredReplicas),
	}
	for i := range h.Spec.Metrics {
		out.Metrics = append(out.Metrics, text.Truncate(metricName(&h.Spec.Metrics[i]), valueMax))
	}
	if out.Metrics = sorted(out.Metrics); len(out.Metrics) == 0 {
		out.Metrics = []string{"Resource/cpu"} // the API's default, for manifests
	}
	for _, c := range h.Status.Conditions {
		out.Conditions = append(out.Conditions,
			condition(string(c.Type), string(c.Status), c.Reason, c.Message, c.LastTransitionTime))
	}
	sortBy(out.Conditions, func(c facts.Condition) string { return c.Type })
	return out
}

// metricName is the type of a metric with its name.
func metricName(m *autoscalingv2.MetricSpec) string {
	name := ""
	switch {
	case m.Resource != nil:
		name = string(m.Resource.Name)
	case m.ContainerResource != nil:
		name = string(m.ContainerResource.Name)
	case m.Pods != nil:
		name = m.Pods.Metric.Name
	case m.Object != nil:
		name = m.Object.Metric.Name
	case m.External != nil:
		name = m.External.Metric.Name
	}
	return string(m.Type) + "/" + name
}
