package service

import (
	"strconv"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	apiresource "k8s.io/apimachinery/pkg/api/resource"
)

// autoscaler finds bounds and metrics that an autoscaler may not have.
func (f *faultFinder) autoscaler() {
	var spec autoscalingv2.HorizontalPodAutoscalerSpec
	if f.version != "v2" || f.decode(&spec, "spec") != nil {
		return
	}
	switch {
	case spec.ScaleTargetRef.Kind == "" || spec.ScaleTargetRef.Name == "":
		f.add([]string{"spec", "scaleTargetRef"}, "its scaleTargetRef must have a kind and a name")
	case spec.MaxReplicas < 1:
		f.add([]string{"spec", "maxReplicas"}, "its maxReplicas must be 1 or more, got %d", spec.MaxReplicas)
	case spec.MinReplicas != nil && *spec.MinReplicas > spec.MaxReplicas:
		f.add([]string{"spec", "maxReplicas"}, "its maxReplicas of %d is less than its minReplicas of %d", spec.MaxReplicas, *spec.MinReplicas)
	case spec.MinReplicas != nil && *spec.MinReplicas < 0:
		f.add([]string{"spec", "minReplicas"}, "its minReplicas must be 0 or more, got %d", *spec.MinReplicas)
	}
	for i := range spec.Metrics {
		f.metric([]string{"spec", "metrics", strconv.Itoa(i)}, &spec.Metrics[i])
	}
	if spec.Behavior != nil {
		f.scalingRules([]string{"spec", "behavior", "scaleUp"}, spec.Behavior.ScaleUp)
		f.scalingRules([]string{"spec", "behavior", "scaleDown"}, spec.Behavior.ScaleDown)
	}
}

// metric finds a metric without what its type asks for.
func (f *faultFinder) metric(at []string, m *autoscalingv2.MetricSpec) {
	source, target := "", (*autoscalingv2.MetricTarget)(nil)
	set := 0
	for _, one := range []struct {
		kind, field string
		there       bool
		target      func() *autoscalingv2.MetricTarget
	}{
		{"Resource", "resource", m.Resource != nil, func() *autoscalingv2.MetricTarget { return &m.Resource.Target }},
		{"ContainerResource", "containerResource", m.ContainerResource != nil, func() *autoscalingv2.MetricTarget { return &m.ContainerResource.Target }},
		{"Pods", "pods", m.Pods != nil, func() *autoscalingv2.MetricTarget { return &m.Pods.Target }},
		{"Object", "object", m.Object != nil, func() *autoscalingv2.MetricTarget { return &m.Object.Target }},
		{"External", "external", m.External != nil, func() *autoscalingv2.MetricTarget { return &m.External.Target }},
	} {
		if string(m.Type) == one.kind {
			source = one.field
		}
		if one.there {
			set++
			if string(m.Type) == one.kind {
				target = one.target()
			}
		}
	}
	switch {
	case source == "":
		f.oneOf(below(at, "type"), "the type of a metric", orNone(string(m.Type)), "Resource", "ContainerResource", "Pods", "Object", "External")
	case target == nil:
		f.add(at, "a metric of the type %s has no %s", m.Type, source)
	case set > 1:
		f.add(at, "a metric of the type %s may have %s alone", m.Type, source)
	default:
		f.target(below(at, source, "target"), m.Type, target)
	}
}

// orNone is a text that stands for one that is missing, as oneOf takes "" for a default.
func orNone(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

// target finds a target without the value that its metric is held against.
func (f *faultFinder) target(at []string, of autoscalingv2.MetricSourceType, t *autoscalingv2.MetricTarget) {
	f.oneOf(below(at, "type"), "the type of a metric's target", orNone(string(t.Type)), "Utilization", "Value", "AverageValue")
	below0 := func(q *apiresource.Quantity) bool { return q != nil && q.Sign() < 1 }
	switch byResource := of == autoscalingv2.ResourceMetricSourceType || of == autoscalingv2.ContainerResourceMetricSourceType; {
	case byResource && (t.AverageUtilization == nil) == (t.AverageValue == nil):
		f.add(at, "the target of a metric of the type %s must have one of averageUtilization and averageValue", of)
	case of == autoscalingv2.PodsMetricSourceType && t.AverageValue == nil:
		f.add(at, "the target of a metric of the type Pods must have an averageValue")
	case !byResource && t.Value == nil && t.AverageValue == nil:
		f.add(at, "the target of a metric of the type %s must have a value or an averageValue", of)
	case t.AverageUtilization != nil && *t.AverageUtilization < 1, below0(t.Value), below0(t.AverageValue):
		f.add(at, "the target of a metric must be more than 0")
	}
}

// scalingRules finds policies by which nothing is scaled.
func (f *faultFinder) scalingRules(at []string, rules *autoscalingv2.HPAScalingRules) {
	if rules == nil {
		return
	}
	if window := rules.StabilizationWindowSeconds; window != nil && (*window < 0 || *window > 3600) {
		f.add(below(at, "stabilizationWindowSeconds"), "its stabilizationWindowSeconds must be from 0 to 3600, got %d", *window)
	}
	if rules.SelectPolicy != nil {
		f.oneOf(below(at, "selectPolicy"), "its selectPolicy", string(*rules.SelectPolicy), "Max", "Min", "Disabled")
	}
	for i, policy := range rules.Policies {
		one := below(at, "policies", strconv.Itoa(i))
		f.oneOf(below(one, "type"), "the type of a scaling policy", orNone(string(policy.Type)), "Pods", "Percent")
		if policy.Value < 1 {
			f.add(below(one, "value"), "the value of a scaling policy must be 1 or more, got %d", policy.Value)
		}
		if policy.PeriodSeconds < 1 || policy.PeriodSeconds > 1800 {
			f.add(below(one, "periodSeconds"), "the periodSeconds of a scaling policy must be from 1 to 1800, got %d", policy.PeriodSeconds)
		}
	}
}

// budget finds a budget that says both what must be there and what may be away, or neither in numbers.
func (f *faultFinder) budget() {
	spec := f.fieldsOf("spec")
	if spec["minAvailable"] != nil && spec["maxUnavailable"] != nil {
		f.add([]string{"spec", "minAvailable"}, "it has both minAvailable and maxUnavailable")
	}
	f.percent([]string{"spec", "minAvailable"}, true)
	f.percent([]string{"spec", "maxUnavailable"}, true)
	policy := []string{"spec", "unhealthyPodEvictionPolicy"}
	f.oneOf(policy, "its unhealthyPodEvictionPolicy", f.text(policy...), "IfHealthyBudget", "AlwaysAllow")
}
