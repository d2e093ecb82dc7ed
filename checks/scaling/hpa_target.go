package scaling

import (
	"context"
	"fmt"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// HPATarget asks whether what a service's autoscalers scale is there.
func HPATarget() check.Check {
	return check.Check{
		ID:      "scaling/hpa-target",
		Title:   "What the autoscalers of the service scale is there",
		Subject: check.SubjectService,
		Doc: `An autoscaler with a target that does not exist is accepted, and scales nothing (` + "`AbleToScale: False`" + `, reason
FailedGetScale). The usual cause is a name that a chart or an overlay changed in one place alone.

kready looks for the target of each HorizontalPodAutoscaler and ScaledObject among the manifests, by group, kind and
name, and among the workloads of the platform. What else is in the cluster is not read: a target that
comes from elsewhere is unknown, unless its namespace is not there either. DaemonSets and the like cannot
be scaled at all.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.PartService, facts.KindNamespaces},
		OptionalReads: facts.Fields{facts.KindWorkloads},
		Remediation:   "Let `scaleTargetRef` name the workload as its manifest does: `apiVersion`, `kind` and `name`.",
		Links:         []string{"https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#api-object"},
		Since:         "0.2.0",
		Run:           runHPATarget,
	}
}

// aimedAt is what an autoscaler scales.
type aimedAt struct {
	by                facts.Manifest
	group, kind, name string
	line              int
}

func runHPATarget(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var found check.Found
	targets, all := targetsOf(&in.Service), newAims(in)
	for _, t := range targets {
		message, known := all.missed(t)
		finding := check.OfManifest(t.by, t.line, check.ByService, message)
		found.Add(finding, known)
	}
	if len(targets) == 0 {
		return check.Skip("the service has no autoscaler"), nil
	}
	autoscalers := text.Counted(len(targets), "autoscaler", "autoscalers")
	return check.ByFindings(found.Gaps, found.Unknowns,
		fmt.Sprintf("%d of %s would scale nothing", len(found.Gaps), autoscalers),
		fmt.Sprintf("whether %d of %s would scale anything is not known", len(found.Unknowns), autoscalers),
		autoscalers+", for what is there"), nil
}

// targetsOf are what the HorizontalPodAutoscalers and ScaledObjects of a service scale.
func targetsOf(s *facts.Landing) []aimedAt {
	var out []aimedAt
	for i := range s.Scalers {
		h := &s.Scalers[i]
		out = append(out, aimedAt{h.Manifest, h.TargetGroup, h.TargetKind, h.TargetName, h.TargetLine})
	}
	for i := range s.Objects {
		o := &s.Objects[i]
		if o.Group != "keda.sh" || o.Kind != "ScaledObject" {
			continue
		}
		kind, _ := kube.FieldOf(o, "spec.scaleTargetRef.kind")
		name, line := kube.FieldOf(o, "spec.scaleTargetRef.name")
		version, _ := kube.FieldOf(o, "spec.scaleTargetRef.apiVersion")
		if kind == "" { // KEDA's default
			kind, version = facts.Deployment, "apps/v1"
		}
		out = append(out, aimedAt{o.Manifest, kube.GroupOf(version), kind, name, line})
	}
	return out
}

// aims finds what autoscalers scale.
type aims struct {
	brings *kube.Brought
	seen   *kube.Seen
	// names are the objects that the service brings, by group, kind and namespace.
	names map[[3]string][]string
}

func newAims(in *facts.Input) *aims {
	a := &aims{brings: kube.NewBrought(&in.Service), seen: kube.NewSeen(&in.Snapshot), names: map[[3]string][]string{}}
	for i := range in.Service.Objects {
		o := &in.Service.Objects[i]
		by := [3]string{o.Group, o.Kind, o.Namespace}
		a.names[by] = append(a.names[by], o.Name)
	}
	return a
}

// missed says what is wrong with a target, and whether that is certain; "" for nothing.
func (a *aims) missed(t aimedAt) (message string, known bool) {
	target := fmt.Sprintf("%s %s, which it is to scale,", t.kind, t.name)
	if t.group == "apps" && t.kind == facts.DaemonSet || t.group == "batch" || t.group == "" && t.kind == "Pod" {
		return target + " has no number of pods to change", true
	}
	if a.brings.Object(t.group, t.kind, t.by.Namespace, t.name) != nil {
		return "", true
	}
	maker := a.brings.Maker(t.by.Namespace)
	switch other := a.otherGroup(t); {
	case t.group == "apps" && a.seen.Workload(t.kind, t.by.Namespace, t.name) != nil:
		return "", true
	case other != "":
		return fmt.Sprintf("%s is there in the group %s, and it names %q", target, other, t.group), true
	case maker != "":
		return fmt.Sprintf("%s does not come with the service: %s may make it", target, maker), false
	case a.seen.Namespace(t.by.Namespace) == nil:
		return target + " does not come with the service, and its namespace is not there", true
	}
	return target + " does not come with the service" + a.namesakes(t), false
}

// otherGroup is the group in which the service brings an object of that kind and name.
func (a *aims) otherGroup(t aimedAt) string {
	for o := range a.brings.Named(t.kind, t.by.Namespace, t.name) {
		if o.Group != "" {
			return o.Group
		}
	}
	return ""
}

// namesakes are the objects of a kind that the service brings beside the one that it does not.
func (a *aims) namesakes(t aimedAt) string {
	names := a.names[[3]string{t.group, t.kind, t.by.Namespace}]
	if len(names) == 0 {
		return ""
	}
	return ", which brings " + text.Few(names)
}
