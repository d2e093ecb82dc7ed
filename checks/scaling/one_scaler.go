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

// OneScaler asks whether something else scales what a service's autoscalers scale.
func OneScaler() check.Check {
	return check.Check{
		ID:      "scaling/one-scaler",
		Title:   "Nothing else scales what the autoscalers of the service scale",
		Subject: check.SubjectService,
		Doc: `Two HorizontalPodAutoscalers of one workload each see the pods of the other: both stop
(` + "`ScalingActive: False`" + `, reason AmbiguousSelector), or undo each other's changes. A ScaledObject of KEDA makes a
HorizontalPodAutoscaler of its own. A VerticalPodAutoscaler that changes requests of CPU or memory changes what
an autoscaler of the same resource measures by, so that both drift.

kready compares the autoscalers of the service with each other and with the HorizontalPodAutoscalers of the
cluster. A VerticalPodAutoscaler in the mode Off only recommends, and does not count.`,
		Level: check.LevelConfigured,
		Tier:  check.TierShould,
		Reads: facts.Fields{facts.PartService, facts.KindHPAs},
		Remediation: `Leave one autoscaler to the workload. Let a VerticalPodAutoscaler beside it recommend (` + "`updateMode: \"Off\"`" + `), or
control what the other does not measure (` + "`controlledResources`" + `).`,
		Links: []string{
			"https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/",
			"https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/known-limitations.md",
			"https://keda.sh/docs/latest/faq/",
		},
		Since: "0.2.0",
		Run:   runOneScaler,
	}
}

func runOneScaler(_ context.Context, in *facts.Input) (check.Outcome, error) {
	targets := targetsOf(&in.Service)
	var gaps []check.Finding
	for i, t := range targets {
		for _, other := range targets[:i] {
			if sameTarget(t, other) {
				gaps = append(gaps, check.OfManifest(t.by, t.line, check.ByService, fmt.Sprintf("the %s %s scales the %s %s as well", other.by.Kind, other.by.Name, t.kind, t.name)))
			}
		}
		for _, h := range in.HPAs {
			if h.TargetKind == t.kind && h.TargetName == t.name && h.Namespace == t.by.Namespace && !ownScaler(&in.Service, t, h.Name) {
				gaps = append(gaps, check.OfManifest(t.by, t.line, check.ByService, fmt.Sprintf("the HorizontalPodAutoscaler %s, which is there, scales the %s %s as well", h.Name, t.kind, t.name)))
			}
		}
	}
	for i := range in.Service.Scalers {
		gaps = append(gaps, vertical(&in.Service, &in.Service.Scalers[i])...)
	}
	if len(targets) == 0 {
		return check.Skip("the service has no autoscaler"), nil
	}
	autoscalers := text.Counted(len(targets), "autoscaler", "autoscalers")
	return check.ByFindings(gaps, nil, "autoscalers of the service would work against others", "", autoscalers+" of what nothing else scales"), nil
}

func sameTarget(a, b aimedAt) bool {
	return a.group == b.group && a.kind == b.kind && a.name == b.name && a.by.Namespace == b.by.Namespace
}

// ownScaler reports whether a HorizontalPodAutoscaler of the cluster is the service's own, of an earlier release, or
// the one that KEDA made of its ScaledObject.
func ownScaler(s *facts.Landing, t aimedAt, name string) bool {
	byKEDA := t.by.Kind == "ScaledObject" && name == "keda-hpa-"+t.by.Name
	return byKEDA || kube.Brings(s, "autoscaling", "HorizontalPodAutoscaler", t.by.Namespace, name) != nil
}

// vertical are findings on VerticalPodAutoscalers of the service that change what an autoscaler measures by.
func vertical(s *facts.Landing, h *facts.LandingScaler) []check.Finding {
	var out []check.Finding
	for i := range s.Objects {
		o := &s.Objects[i]
		kind, _ := kube.FieldOf(o, "spec.targetRef.kind")
		name, line := kube.FieldOf(o, "spec.targetRef.name")
		mode, _ := kube.FieldOf(o, "spec.updatePolicy.updateMode")
		if o.Kind != "VerticalPodAutoscaler" || o.Namespace != h.Namespace || kind != h.TargetKind || name != h.TargetName || mode == "Off" {
			continue
		}
		controlled := kube.FieldsOf(o, "spec.resourcePolicy.containerPolicies[].controlledResources[]")
		for _, m := range h.Metrics {
			controls := len(controlled) == 0 || slices.ContainsFunc(controlled, func(f facts.LandingField) bool { return f.Value == m.Name })
			if controls && (m.Type == "Resource" || m.Type == "ContainerResource") && (m.Name == "cpu" || m.Name == "memory") {
				out = append(out, check.OfManifest(o.Manifest, line, check.ByService, fmt.Sprintf("it changes the requests of %s that the HorizontalPodAutoscaler %s measures by", m.Name, h.Name)))
				break
			}
		}
	}
	return out
}
