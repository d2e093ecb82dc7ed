package main

import (
	"cmp"
	"slices"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// world is what rules are made of.
type world struct {
	pods       []*corev1.Pod
	namespaces []*corev1.Namespace
	policies   []*networkingv1.NetworkPolicy
}

// sorted are the pods in an order of their own, so that the same world makes the same rules.
func (w world) sorted() []*corev1.Pod {
	return slices.SortedFunc(slices.Values(w.pods), func(a, b *corev1.Pod) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
	})
}

// isolating are the policies that isolate a pod in a direction.
func (w world) isolating(pod *corev1.Pod, d networkingv1.PolicyType) []*networkingv1.NetworkPolicy {
	var out []*networkingv1.NetworkPolicy
	for _, p := range w.policies {
		if p.Namespace == pod.Namespace && holds(&p.Spec.PodSelector, pod.Labels) && slices.Contains(types(p), d) {
			out = append(out, p)
		}
	}
	return out
}

// types are the directions of a policy. The API server fills them in; a policy that is
// older than the field has ingress, and egress when it says something of it.
func types(p *networkingv1.NetworkPolicy) []networkingv1.PolicyType {
	if len(p.Spec.PolicyTypes) > 0 {
		return p.Spec.PolicyTypes
	}
	if len(p.Spec.Egress) > 0 {
		return []networkingv1.PolicyType{networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress}
	}
	return []networkingv1.PolicyType{networkingv1.PolicyTypeIngress}
}

// selects reports whether a peer of a policy in a namespace is a pod. Without a selector
// of namespaces it is one of the policy's own.
func (w world) selects(p networkingv1.NetworkPolicyPeer, namespace string, pod *corev1.Pod) bool {
	if p.PodSelector != nil && !holds(p.PodSelector, pod.Labels) {
		return false
	}
	if p.NamespaceSelector == nil {
		return pod.Namespace == namespace
	}
	for _, n := range w.namespaces {
		if n.Name == pod.Namespace {
			return holds(p.NamespaceSelector, n.Labels)
		}
	}
	return false
}

func holds(s *metav1.LabelSelector, have map[string]string) bool {
	selector, err := metav1.LabelSelectorAsSelector(s)
	return err == nil && selector.Matches(labels.Set(have))
}
