package scaling

import (
	"context"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// HPARequests asks whether the pods of a service request what its autoscalers measure by.
func HPARequests() check.Check {
	return check.Check{
		ID:      "scaling/hpa-requests",
		Title:   "The containers of the service request what its autoscalers measure by",
		Subject: check.SubjectService,
		Doc: `An autoscaler with a target in percent compares use with what containers request. Does one container of the
pod, a sidecar too, request nothing, it does nothing: ` + "`failed to get cpu utilization: missing request for cpu in container …`" + `.

kready looks at the pod template that the autoscaler scales, where the service brings it. A limit stands for a
request that is not there, as in Kubernetes, and so does what the pod requests as a whole, or what a LimitRange of the
namespace gives to containers. Triggers of KEDA by ` + "`cpu` and `memory`" + ` are metrics of the autoscaler that it makes. Where a snapshot has only the names of these, the answer is unknown. Targets with a value of their own (` + "`AverageValue`" + `) need no request, and
what webhooks add is not seen.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartService, facts.KindNamespaceLimits},
		OptionalReads: facts.Fields{facts.KindNamespaceBounds},
		Remediation:   "Give each container of the pods a request for that resource, sidecars too; or measure one container (`type: ContainerResource`) or by `AverageValue`.",
		Links: []string{
			"https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#how-does-a-horizontalpodautoscaler-work",
			"https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/podautoscaler/replica_calculator.go",
		},
		Since: "0.2.0",
		Run:   runHPARequests,
	}
}

func runHPARequests(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var gaps, unknowns []check.Finding
	total, brings, limits := 0, kube.NewBrought(&in.Service), newDefaults(in)
	for _, s := range measuring(&in.Service) {
		pods := scaled(brings, &s)
		for _, m := range s.Metrics {
			if m.Target != "Utilization" || m.Type != "Resource" && m.Type != "ContainerResource" || pods == nil {
				continue
			}
			total++
			message := unmeasured(pods, &m)
			if message == "" {
				continue
			}
			finding := check.OfManifest(pods.Manifest, containerLine(pods, &m), check.ByService, fmt.Sprintf("the autoscaler %s measures its %s in percent of requests, and %s", s.Name, m.Name, message))
			switch by, known := limits.of(pods.Namespace, m.Name); {
			case by != "" && known: // it has the request once the pod is made
			case by != "":
				finding.Message += ": the LimitRange " + by + " may add it"
				unknowns = append(unknowns, finding)
			default:
				gaps = append(gaps, finding)
			}
		}
	}
	if total == 0 {
		return check.Skip("no autoscaler of the service measures pods of the service in percent of their requests"), nil
	}
	metrics := text.Counted(total, "metric", "metrics")
	return check.ByFindings(gaps, unknowns,
		fmt.Sprintf("%d of %s could not be worked out", len(gaps), metrics),
		fmt.Sprintf("whether %d of %s can be worked out is not known", len(unknowns), metrics),
		fmt.Sprintf("%s in percent of what all containers request", metrics)), nil
}

// measuring are the autoscalers of a service, and those that KEDA makes for its triggers by CPU and memory.
func measuring(l *facts.Landing) []facts.LandingScaler {
	all := slices.Clone(l.Scalers)
	triggers := map[facts.Manifest][]facts.LandingTrigger{}
	for _, t := range l.Triggers {
		triggers[t.Manifest] = append(triggers[t.Manifest], t)
	}
	for _, t := range targetsOf(l) {
		if t.by.Kind != "ScaledObject" {
			continue
		}
		s := facts.LandingScaler{Manifest: t.by, TargetGroup: t.group, TargetKind: t.kind, TargetName: t.name, TargetLine: t.line}
		for _, trigger := range triggers[t.by] {
			if trigger.Type != "cpu" && trigger.Type != "memory" {
				continue
			}
			m := facts.LandingMetric{Type: "Resource", Name: trigger.Type, Target: trigger.Measure, Container: trigger.Container, Line: trigger.TriggerLine}
			if trigger.Container != "" {
				m.Type = "ContainerResource"
			}
			s.Metrics = append(s.Metrics, m)
		}
		all = append(all, s)
	}
	return all
}

// scaled is the pod template of the service that an autoscaler scales; nil when the service does not bring it.
func scaled(brings *kube.Brought, s *facts.LandingScaler) *facts.LandingPods {
	if brings.Object(s.TargetGroup, s.TargetKind, s.Namespace, s.TargetName) == nil {
		return nil
	}
	return brings.Template(s.TargetKind, s.Namespace, s.TargetName)
}

// unmeasured says which containers request nothing of what a metric is about; "" where all do.
func unmeasured(pods *facts.LandingPods, m *facts.LandingMetric) string {
	if m.Type == "Resource" && slices.Contains(pods.Whole, m.Name) {
		return ""
	}
	var without []string
	found := false
	for _, c := range pods.Containers {
		if c.Role == "init" || m.Container != "" && c.Name != m.Container {
			continue
		}
		found = true
		if !asksFor(&c, m.Name) {
			without = append(without, c.Name)
		}
	}
	switch {
	case !found:
		return fmt.Sprintf("it has no container %s", m.Container)
	case len(without) == 0:
		return ""
	case len(without) == 1:
		return fmt.Sprintf("the container %s requests none", without[0])
	}
	return fmt.Sprintf("the containers %s request none", text.Few(without))
}

// containerLine is where the first container without the request is written.
func containerLine(pods *facts.LandingPods, m *facts.LandingMetric) int {
	for _, c := range pods.Containers {
		if c.Role != "init" && (m.Container == "" || c.Name == m.Container) && !asksFor(&c, m.Name) {
			return c.Line
		}
	}
	return pods.TemplateLine
}

// asksFor reports whether a container requests a resource.
func asksFor(c *facts.LandingContainer, name string) bool {
	return slices.ContainsFunc(c.Requests, func(q facts.Quantity) bool { return q.Name == name })
}
