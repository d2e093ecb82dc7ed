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
	targets, brings := targetsOf(&in.Service), kube.NewBrought(&in.Service)
	there := map[scaledBy][]*facts.HorizontalPodAutoscaler{}
	for i := range in.HPAs {
		h := &in.HPAs[i]
		by := scaledBy{kind: h.TargetKind, namespace: h.Namespace, name: h.TargetName}
		there[by] = append(there[by], h)
	}
	var gaps []check.Finding
	before := map[scaledBy][]aimedAt{}
	for _, t := range targets {
		by := scaledBy{t.group, t.kind, t.by.Namespace, t.name}
		for _, other := range before[by] {
			gaps = append(gaps, check.OfManifest(t.by, t.line, check.ByService, fmt.Sprintf("the %s %s scales the %s %s as well", other.by.Kind, other.by.Name, t.kind, t.name)))
		}
		before[by] = append(before[by], t)
		by.group = ""
		for _, h := range there[by] {
			if !ownScaler(brings, t, h.Name) {
				gaps = append(gaps, check.OfManifest(t.by, t.line, check.ByService, fmt.Sprintf("the HorizontalPodAutoscaler %s, which is there, scales the %s %s as well", h.Name, t.kind, t.name)))
			}
		}
	}
	verticals := verticalsBy(&in.Service)
	for i := range in.Service.Scalers {
		gaps = append(gaps, vertical(verticals, &in.Service.Scalers[i])...)
	}
	if len(targets) == 0 {
		return check.Skip("the service has no autoscaler"), nil
	}
	autoscalers := text.Counted(len(targets), "autoscaler", "autoscalers")
	return check.ByFindings(gaps, nil, "autoscalers of the service would work against others", "", autoscalers+" of what nothing else scales"), nil
}

// scaledBy is what an autoscaler scales.
type scaledBy struct{ group, kind, namespace, name string }

// ownScaler reports whether a HorizontalPodAutoscaler of the cluster is the service's own, of an earlier release, or
// the one that KEDA made of its ScaledObject.
func ownScaler(brings *kube.Brought, t aimedAt, name string) bool {
	byKEDA := t.by.Kind == "ScaledObject" && name == "keda-hpa-"+t.by.Name
	return byKEDA || brings.Object("autoscaling", "HorizontalPodAutoscaler", t.by.Namespace, name) != nil
}

// verticalsBy are the VerticalPodAutoscalers of a service that change something, by what they scale; without its group.
func verticalsBy(s *facts.Landing) map[scaledBy][]*facts.LandingObject {
	out := map[scaledBy][]*facts.LandingObject{}
	for i := range s.Objects {
		o := &s.Objects[i]
		if o.Kind != "VerticalPodAutoscaler" {
			continue
		}
		kind, _ := kube.FieldOf(o, "spec.targetRef.kind")
		name, _ := kube.FieldOf(o, "spec.targetRef.name")
		mode, _ := kube.FieldOf(o, "spec.updatePolicy.updateMode")
		if by := (scaledBy{kind: kind, namespace: o.Namespace, name: name}); mode != "Off" {
			out[by] = append(out[by], o)
		}
	}
	return out
}

// vertical are findings on VerticalPodAutoscalers of the service that change what an autoscaler measures by.
func vertical(all map[scaledBy][]*facts.LandingObject, h *facts.LandingScaler) []check.Finding {
	var out []check.Finding
	for _, o := range all[scaledBy{kind: h.TargetKind, namespace: h.Namespace, name: h.TargetName}] {
		_, line := kube.FieldOf(o, "spec.targetRef.name")
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
