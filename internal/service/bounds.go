package service

import (
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// distilQuota keeps a quota that the service brings for its namespace.
func distilQuota(o *object, out *facts.Landing) error {
	quota := corev1.ResourceQuota{}
	if err := o.decode(&quota.Spec, "spec"); err != nil {
		return err
	}
	quota.Name = o.name
	out.Quotas = append(out.Quotas, facts.LandingQuota{Manifest: o.manifest(), Quota: kube.QuotaOf(&quota)})
	return nil
}

// distilRange keeps a LimitRange that the service brings for its namespace.
func distilRange(o *object, out *facts.Landing) error {
	limits := corev1.LimitRange{}
	if err := o.decode(&limits.Spec, "spec"); err != nil {
		return err
	}
	limits.Name = o.name
	out.Ranges = append(out.Ranges, facts.LandingRange{Manifest: o.manifest(), Range: kube.LimitRangeOf(&limits)})
	return nil
}

// whole are the resources that a pod sets for all its containers together.
func whole(spec *corev1.PodSpec) []string {
	if spec.Resources == nil {
		return nil
	}
	names := map[string]bool{}
	for _, list := range []corev1.ResourceList{spec.Resources.Requests, spec.Resources.Limits} {
		for name := range list {
			names[string(name)] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// farAffinity reports whether a pod has an affinity to pods of namespaces that it names.
func farAffinity(spec *corev1.PodSpec) bool {
	if spec.Affinity == nil {
		return false
	}
	var terms []corev1.PodAffinityTerm
	add := func(required []corev1.PodAffinityTerm, preferred []corev1.WeightedPodAffinityTerm) {
		terms = append(terms, required...)
		for _, p := range preferred {
			terms = append(terms, p.PodAffinityTerm)
		}
	}
	if a := spec.Affinity.PodAffinity; a != nil {
		add(a.RequiredDuringSchedulingIgnoredDuringExecution, a.PreferredDuringSchedulingIgnoredDuringExecution)
	}
	if a := spec.Affinity.PodAntiAffinity; a != nil {
		add(a.RequiredDuringSchedulingIgnoredDuringExecution, a.PreferredDuringSchedulingIgnoredDuringExecution)
	}
	return slices.ContainsFunc(terms, func(t corev1.PodAffinityTerm) bool { return len(t.Namespaces) > 0 || t.NamespaceSelector != nil })
}
