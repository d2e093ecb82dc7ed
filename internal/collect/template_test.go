package collect

import (
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
)

// TestOperatingSystemByAffinity: AKS and EKS keep agents to an operating system by affinity.
func TestOperatingSystemByAffinity(t *testing.T) {
	term := func(key string, operator corev1.NodeSelectorOperator, values ...string) corev1.NodeSelectorTerm {
		return corev1.NodeSelectorTerm{MatchExpressions: []corev1.NodeSelectorRequirement{
			{Key: "kubernetes.azure.com/cluster", Operator: corev1.NodeSelectorOpExists}, {Key: key, Operator: operator, Values: values},
		}}
	}
	const os = corev1.LabelOSStable
	windows, linux := term(os, corev1.NodeSelectorOpIn, "windows"), term(os, corev1.NodeSelectorOpIn, "linux")
	for name, tc := range map[string]struct {
		selector map[string]string
		terms    []corev1.NodeSelectorTerm
		want     string
	}{
		"one term":           {terms: []corev1.NodeSelectorTerm{windows}, want: "windows"},
		"terms that agree":   {terms: []corev1.NodeSelectorTerm{linux, linux}, want: "linux"},
		"terms that differ":  {terms: []corev1.NodeSelectorTerm{linux, windows}},
		"one for any":        {terms: []corev1.NodeSelectorTerm{windows, term("zone", corev1.NodeSelectorOpIn, "a")}},
		"several values":     {terms: []corev1.NodeSelectorTerm{term(os, corev1.NodeSelectorOpIn, "linux", "windows")}},
		"another operator":   {terms: []corev1.NodeSelectorTerm{term(os, corev1.NodeSelectorOpNotIn, "linux")}},
		"the selector's own": {selector: map[string]string{os: "linux"}, terms: []corev1.NodeSelectorTerm{windows}, want: "linux"},
	} {
		t.Run(name, func(t *testing.T) {
			spec := &corev1.PodSpec{NodeSelector: tc.selector, Affinity: &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{
				RequiredDuringSchedulingIgnoredDuringExecution: &corev1.NodeSelector{NodeSelectorTerms: tc.terms},
			}}}
			var w facts.Workload
			keptArgs{}.pod(&w, spec)
			if w.NodeSelector[os] != tc.want || !w.NodeAffinity {
				t.Errorf("node selector %v, want %q", w.NodeSelector, tc.want)
			}
		})
	}
}
