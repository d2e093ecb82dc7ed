package kube

import (
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/kready/kready/internal/facts"
)

// Quantities are the amounts of a list, sorted by resource: millicores of CPU, units of all others.
func Quantities(list corev1.ResourceList) []facts.Quantity {
	var out []facts.Quantity
	for _, name := range slices.Sorted(maps.Keys(list)) {
		quantity := list[name]
		amount := quantity.Value()
		if name == corev1.ResourceCPU || strings.HasSuffix(string(name), ".cpu") {
			amount = quantity.MilliValue()
		}
		out = append(out, facts.Quantity{Name: string(name), Amount: amount})
	}
	return out
}

// Requests are the requests of a container. Where one is not set and the limit is, the API server takes the
// limit for it.
func Requests(r corev1.ResourceRequirements) []facts.Quantity {
	all := corev1.ResourceList{}
	maps.Copy(all, r.Limits)
	maps.Copy(all, r.Requests)
	return Quantities(all)
}

// QuotaOf is what is kept of a ResourceQuota. One without a status, which is not made yet, is judged by its
// spec, and nothing of it is used.
func QuotaOf(q *corev1.ResourceQuota) facts.Quota {
	out := facts.Quota{Name: q.Name, Hard: Quantities(q.Status.Hard), Used: Quantities(q.Status.Used)}
	if len(q.Status.Hard) == 0 {
		out.Hard = Quantities(q.Spec.Hard)
	}
	for _, scope := range q.Spec.Scopes {
		out.Scopes = append(out.Scopes, facts.QuotaScope{Name: string(scope), Operator: string(corev1.ScopeSelectorOpExists)})
	}
	if q.Spec.ScopeSelector != nil {
		for _, by := range q.Spec.ScopeSelector.MatchExpressions {
			out.Scopes = append(out.Scopes, facts.QuotaScope{Name: string(by.ScopeName), Operator: string(by.Operator), Values: by.Values})
		}
	}
	return out
}

// LimitRangeOf is what is kept of a LimitRange, with the defaults of the API: a default limit is the maximum where
// none is set, a default request the default limit, or else the minimum. Those of pods and claims have none.
func LimitRangeOf(r *corev1.LimitRange) facts.LimitRange {
	out := facts.LimitRange{Name: r.Name}
	for _, by := range r.Spec.Limits {
		item := facts.LimitItem{Type: string(by.Type), Min: Quantities(by.Min), Max: Quantities(by.Max), MaxRatio: thousandths(by.MaxLimitRequestRatio)}
		if by.Type == corev1.LimitTypeContainer {
			limits, requests := corev1.ResourceList{}, corev1.ResourceList{}
			maps.Copy(limits, by.Max)
			maps.Copy(limits, by.Default)
			maps.Copy(requests, by.Min)
			maps.Copy(requests, limits)
			maps.Copy(requests, by.DefaultRequest)
			item.Limits, item.Requests = Quantities(limits), Quantities(requests)
		}
		out.Items = append(out.Items, item)
	}
	return out
}

func thousandths(list corev1.ResourceList) []facts.Quantity {
	var out []facts.Quantity
	for _, name := range slices.Sorted(maps.Keys(list)) {
		quantity := list[name]
		out = append(out, facts.Quantity{Name: string(name), Amount: quantity.MilliValue()})
	}
	return out
}

// Amount says an amount of a resource as manifests do: "1500m", "2Gi".
func Amount(name string, amount int64) string {
	if name == "cpu" || strings.HasSuffix(name, ".cpu") {
		return resource.NewMilliQuantity(amount, resource.DecimalSI).String()
	}
	if strings.HasSuffix(name, "memory") || strings.HasSuffix(name, "storage") || strings.Contains(name, "hugepages-") {
		return resource.NewQuantity(amount, resource.BinarySI).String()
	}
	return resource.NewQuantity(amount, resource.DecimalSI).String()
}
