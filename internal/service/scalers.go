package service

import (
	"fmt"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// metricSource is a metric in the versions of the API since autoscaling/v2beta2, of any type.
type metricSource struct {
	Type              string    `json:"type"`
	Resource          *resource `json:"resource"`
	ContainerResource *resource `json:"containerResource"`
	Pods              *custom   `json:"pods"`
	Object            *custom   `json:"object"`
	External          *custom   `json:"external"`
}

type resource struct {
	Name      string       `json:"name"`
	Container string       `json:"container"`
	Target    metricTarget `json:"target"`
}

type custom struct {
	Metric struct {
		Name string `json:"name"`
	} `json:"metric"`
	Target metricTarget `json:"target"`
}

type metricTarget struct {
	Type string `json:"type"`
}

// distilScaler keeps what a HorizontalPodAutoscaler scales, and by which metrics.
func distilScaler(o *object, out *facts.Landing) error {
	var spec struct {
		ScaleTargetRef struct {
			APIVersion string `json:"apiVersion"`
			Kind       string `json:"kind"`
			Name       string `json:"name"`
		} `json:"scaleTargetRef"`
		MinReplicas *int64         `json:"minReplicas"`
		MaxReplicas int64          `json:"maxReplicas"`
		Metrics     []metricSource `json:"metrics"`
		// Of autoscaling/v1.
		CPU *int64 `json:"targetCPUUtilizationPercentage"`
	}
	if err := o.decode(&spec, "spec"); err != nil {
		return err
	}
	group, _, _ := strings.Cut(spec.ScaleTargetRef.APIVersion, "/")
	if !strings.Contains(spec.ScaleTargetRef.APIVersion, "/") {
		group = ""
	}
	s := facts.LandingScaler{
		Manifest: o.manifest(), TargetGroup: text.Truncate(group, nameMax), TargetKind: text.Truncate(spec.ScaleTargetRef.Kind, nameMax),
		TargetName: text.Truncate(spec.ScaleTargetRef.Name, nameMax), TargetLine: o.Line("spec", "scaleTargetRef"),
		Min: 1, Max: int(spec.MaxReplicas),
	}
	if spec.MinReplicas != nil {
		s.Min = int(*spec.MinReplicas)
	}
	for i := range spec.Metrics[:min(len(spec.Metrics), partsMax)] {
		s.Metrics = append(s.Metrics, spec.Metrics[i].distil(o.Line("spec", "metrics", fmt.Sprint(i))))
	}
	if spec.CPU != nil {
		s.Metrics = append(s.Metrics, facts.LandingMetric{Type: "Resource", Name: "cpu", Target: "Utilization", Line: o.Line("spec", "targetCPUUtilizationPercentage")})
	}
	if len(s.Metrics) == 0 { // the API's default: 80 % of the CPU that pods request
		s.Metrics = append(s.Metrics, facts.LandingMetric{Type: "Resource", Name: "cpu", Target: "Utilization", Line: o.Line("spec")})
	}
	out.Scalers = append(out.Scalers, s)
	return nil
}

func (m *metricSource) distil(line int) facts.LandingMetric {
	out := facts.LandingMetric{Type: text.Truncate(m.Type, nameMax), Line: line}
	for _, r := range []*resource{m.Resource, m.ContainerResource} {
		if r != nil {
			out.Name, out.Container, out.Target = text.Truncate(r.Name, nameMax), text.Truncate(r.Container, nameMax), text.Truncate(r.Target.Type, nameMax)
		}
	}
	for _, c := range []*custom{m.Pods, m.Object, m.External} {
		if c != nil {
			out.Name, out.Target = text.Truncate(c.Metric.Name, nameMax), text.Truncate(c.Target.Type, nameMax)
		}
	}
	return out
}
