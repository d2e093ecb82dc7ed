package policy

import (
	"context"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// QuotaAtPeak asks whether the ResourceQuotas have room for as many pods as the autoscalers of a service may make.
func QuotaAtPeak() check.Check {
	return check.Check{
		ID:      "policy/quota-at-peak",
		Title:   "The ResourceQuotas have room for the most replicas of the service's autoscalers",
		Subject: check.SubjectService,
		Doc: `A HorizontalPodAutoscaler knows nothing of quotas. Under load it asks for more replicas, the ResourceQuota refuses their
pods, and the service stays as small as it was: only events of the ReplicaSet say why.

kready adds up what the pods of the service take as ` + "`policy/quota-holds`" + ` does, with the ` + "`maxReplicas`" + ` of each
HorizontalPodAutoscaler that the service brings for a workload of its own, all at the same time. What a quota has no room for already at
the replicas of the manifests is told there alone. Autoscalers of KEDA are not counted.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierShould,
		Reads:         facts.Fields{facts.PartService, facts.KindNamespaces, facts.KindPriorityClasses, facts.KindNodes},
		OptionalReads: facts.Fields{facts.KindNamespaceBounds, facts.KindNamespaceLimits, facts.KindStorageClasses},
		Remediation: `Set ` + "`maxReplicas`" + ` to what the quota has room for, or have the platform raise the quota:

    kubectl -n NAMESPACE describe resourcequota`,
		Links: []string{"https://kubernetes.io/docs/concepts/policy/resource-quotas/"},
		Since: "0.2.0",
		Run:   runQuotaAtPeak,
	}
}

func runQuotaAtPeak(_ context.Context, in *facts.Input) (check.Outcome, error) {
	grown, scalers := atPeak(in)
	if len(scalers) == 0 {
		return check.Skip("no HorizontalPodAutoscaler of the service may add pods to it"), nil
	}
	var gaps, unknowns []check.Finding
	full := false
	all, now, peaks := newBounds(in), newTaking(in), newTaking(grown)
	first := map[string]*facts.LandingScaler{}
	for i := range scalers {
		if s := &scalers[i]; first[s.Namespace] == nil {
			first[s.Namespace] = s
		}
	}
	for _, namespace := range countedNamespaces(in) {
		scaler := first[namespace]
		if scaler == nil {
			continue
		}
		b := all.of(namespace)
		if !b.known {
			unknowns = append(unknowns, check.OfManifest(scaler.Manifest, 0, check.ByPlatform,
				"what the ResourceQuotas of the namespace "+namespace+" allow could not be looked up"))
			continue
		}
		for q := range b.quotas {
			peak, already := outgrown(now, peaks, namespace, &b, &b.quotas[q], scaler)
			full = full || already
			gaps, unknowns = append(gaps, peak.gaps...), append(unknowns, peak.unknowns...)
		}
	}
	if full && len(gaps)+len(unknowns) == 0 {
		return check.Skip("there is no room for the replicas of the manifests, as policy/quota-holds says"), nil
	}
	counted := text.Counted(len(scalers), "autoscaler", "autoscalers")
	return check.ByFindings(gaps, unknowns,
		"ResourceQuotas have no room for the most replicas of "+counted,
		"whether ResourceQuotas have room for the most replicas of "+counted+" is not known",
		"room for the most replicas of "+counted), nil
}

// atPeak is the input with as many replicas as autoscalers of the service may ask for, and those autoscalers, the
// one that may ask for most first.
func atPeak(in *facts.Input) (*facts.Input, []facts.LandingScaler) {
	grown := *in
	grown.Service.Pods = slices.Clone(in.Service.Pods)
	var scalers []facts.LandingScaler
	brings, templates := kube.NewBrought(&in.Service), kube.NewBrought(&grown.Service)
	for i := range in.Service.Scalers {
		s := &in.Service.Scalers[i]
		if brings.Object(s.TargetGroup, s.TargetKind, s.Namespace, s.TargetName) == nil {
			continue
		}
		// With no replicas written as 0, autoscaling is off.
		if p := templates.Template(s.TargetKind, s.Namespace, s.TargetName); p != nil && p.Replicas > 0 && s.Max > p.Replicas {
			p.Replicas = s.Max
			scalers = append(scalers, *s)
		}
	}
	slices.SortStableFunc(scalers, func(a, b facts.LandingScaler) int { return b.Max - a.Max })
	return &grown, scalers
}

// outgrown is what the service takes of a quota with all its replicas, where it takes more than without, and where
// the quota has room for it without. Already tells that it has none for something.
func outgrown(without, with *taking, namespace string, b *bounds, quota *facts.Quota, scaler *facts.LandingScaler) (peak account, already bool) {
	total := func(of *taking) account {
		a := account{of: of, quota: quota, running: len(b.running) > 0, notAsked: b.notAsked}
		a.pods(namespace, b.ranges)
		a.objects(namespace)
		a.claims(namespace)
		a.gaps, a.unknowns = nil, nil // of single pods, which policy/quota-holds tells
		return a
	}
	now := total(without)
	peak = total(with)
	peak.on = scaler
	for _, hard := range quota.Hard {
		used, _ := facts.AmountOf(quota.Used, hard.Name)
		wants := now.total[hard.Name]
		full := wants > 0 && (wants > hard.Amount || used+wants > hard.Amount && !peak.running && !peak.notAsked)
		already = already || full
		if full || peak.total[hard.Name] == wants {
			delete(peak.total, hard.Name)
		}
	}
	peak.judge()
	for _, list := range [][]check.Finding{peak.gaps, peak.unknowns} {
		for i := range list {
			list[i].Message = fmt.Sprintf("with the most replicas of its autoscalers %s", list[i].Message)
		}
	}
	return peak, already
}
