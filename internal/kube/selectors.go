package kube

import (
	"maps"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/component-helpers/scheduling/corev1/nodeaffinity"

	"github.com/kready/kready/internal/facts"
)

// Selects reports whether a label selector selects an object with these labels. As in
// Kubernetes a null selector selects nothing, an empty one everything, and one that is
// invalid nothing. Where null has another meaning in a field, check Set first.
func Selects(s *facts.Selector, with map[string]string) bool { return Selecting(s)(with) }

// Selecting is Selects for one selector and many objects.
func Selecting(s *facts.Selector) func(with map[string]string) bool {
	never := func(map[string]string) bool { return false }
	if !s.Set {
		return never
	}
	var selector metav1.LabelSelector
	for _, r := range s.Requirements {
		selector.MatchExpressions = append(selector.MatchExpressions,
			metav1.LabelSelectorRequirement{Key: r.Key, Operator: metav1.LabelSelectorOperator(r.Operator), Values: r.Values})
	}
	compiled, err := metav1.LabelSelectorAsSelector(&selector)
	if err != nil {
		return never
	}
	return func(with map[string]string) bool { return compiled.Matches(labels.Set(with)) }
}

// RawSelects is Selects for the selector of a custom resource as the API server gives it;
// nil is null.
func RawSelects(raw map[string]any, with map[string]string) bool {
	if raw == nil {
		return false
	}
	var selector metav1.LabelSelector
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(raw, &selector); err != nil {
		return false
	}
	compiled, err := metav1.LabelSelectorAsSelector(&selector)
	return err == nil && compiled.Matches(labels.Set(with))
}

// HasLabels reports whether labels include all required ones with their values, as matchLabels,
// a Service's selector and a pod's nodeSelector need. When none is required it is true.
func HasLabels(with, required map[string]string) bool {
	for key, value := range required {
		if have, ok := with[key]; !ok || have != value {
			return false
		}
	}
	return true
}

// NamespaceLabels returns the labels of a namespace with the one that the API server
// gives each: rendered manifests do without it.
func NamespaceLabels(n *facts.Namespace) map[string]string {
	with := map[string]string{corev1.LabelMetadataName: n.Name}
	maps.Copy(with, n.Labels)
	return with
}

// VolumeFits reports whether a volume can be used on a node, by the volume's own node
// affinity. One without can be used everywhere, one whose affinity is invalid nowhere.
func VolumeFits(v *corev1.PersistentVolume, n *facts.Node) bool {
	if v.Spec.NodeAffinity == nil || v.Spec.NodeAffinity.Required == nil {
		return true
	}
	selector, err := nodeaffinity.NewNodeSelector(v.Spec.NodeAffinity.Required)
	return err == nil && selector.Match(bareNode(n))
}
