package probe

import (
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
)

// mayBeOn reports whether a volume can be used on a node, by the volume's own word. One
// that says nothing can be used everywhere.
func mayBeOn(pv *corev1.PersistentVolume, n *facts.Node) bool {
	if pv.Spec.NodeAffinity == nil || pv.Spec.NodeAffinity.Required == nil {
		return true
	}
	labels := n.Labels
	if labels["kubernetes.io/hostname"] == "" { // what kubelets set by themselves
		labels = maps.Clone(labels)
		if labels == nil {
			labels = map[string]string{}
		}
		labels["kubernetes.io/hostname"] = n.Name
	}
	return slices.ContainsFunc(pv.Spec.NodeAffinity.Required.NodeSelectorTerms, func(term corev1.NodeSelectorTerm) bool {
		if len(term.MatchExpressions)+len(term.MatchFields) == 0 {
			return false // an empty term means no node
		}
		return all(term.MatchExpressions, labels) && all(term.MatchFields, map[string]string{"metadata.name": n.Name})
	})
}

// all reports whether labels meet all requirements. An operator that compares numbers
// is none that volumes use: it counts as not met, so that the volume stays where it is.
func all(requirements []corev1.NodeSelectorRequirement, labels map[string]string) bool {
	for _, r := range requirements {
		value, there := labels[r.Key]
		met := false
		switch r.Operator {
		case corev1.NodeSelectorOpIn:
			met = there && slices.Contains(r.Values, value)
		case corev1.NodeSelectorOpNotIn:
			met = !there || !slices.Contains(r.Values, value)
		case corev1.NodeSelectorOpExists:
			met = there
		case corev1.NodeSelectorOpDoesNotExist:
			met = !there
		}
		if !met {
			return false
		}
	}
	return true
}
