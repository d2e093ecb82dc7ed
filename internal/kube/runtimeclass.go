package kube

import (
	corev1 "k8s.io/api/core/v1"
	nodev1 "k8s.io/api/node/v1"

	"github.com/kready/kready/internal/facts"
)

// RuntimeClassOf distils a RuntimeClass.
func RuntimeClassOf(c *nodev1.RuntimeClass) facts.RuntimeClass {
	out := facts.RuntimeClass{Name: c.Name, Handler: c.Handler}
	if c.Scheduling != nil {
		out.NodeSelector, out.Tolerations = c.Scheduling.NodeSelector, Tolerations(c.Scheduling.Tolerations)
	}
	if c.Overhead != nil {
		out.Overhead = Quantities(c.Overhead.PodFixed)
	}
	return out
}

// Tolerations are those of pods, with the operator that the API fills in.
func Tolerations(all []corev1.Toleration) []facts.Toleration {
	var out []facts.Toleration
	for _, t := range all {
		operator := string(t.Operator)
		if operator == "" {
			operator = string(corev1.TolerationOpEqual)
		}
		out = append(out, facts.Toleration{Key: t.Key, Operator: operator, Value: t.Value, Effect: string(t.Effect)})
	}
	return out
}
