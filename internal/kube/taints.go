package kube

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	scheduling "k8s.io/component-helpers/scheduling/corev1"
	"k8s.io/klog/v2"

	"github.com/kready/kready/internal/facts"
)

// Repels reports whether a taint keeps pods without a toleration off its node:
// NoSchedule and NoExecute do, PreferNoSchedule does not.
func Repels(t facts.Taint) bool {
	return t.Effect == string(corev1.TaintEffectNoSchedule) || t.Effect == string(corev1.TaintEffectNoExecute)
}

// FormatTaint writes a taint as kubectl does: "gpu=yes:NoSchedule".
func FormatTaint(t facts.Taint) string {
	if t.Value == "" {
		return t.Key + ":" + t.Effect
	}
	return t.Key + "=" + t.Value + ":" + t.Effect
}

// Tolerates reports whether one of the tolerations lets pods stay despite a taint. The
// operators Lt and Gt, alpha since Kubernetes 1.35, count: the API server keeps them only
// where their feature gate TaintTolerationComparisonOperators is on.
func Tolerates(tolerations []facts.Toleration, t facts.Taint) bool {
	list := make([]corev1.Toleration, len(tolerations))
	for i, by := range tolerations {
		list[i] = corev1.Toleration{
			Key: by.Key, Operator: corev1.TolerationOperator(by.Operator), Value: by.Value, Effect: corev1.TaintEffect(by.Effect),
		}
	}
	taint := corev1.Taint{Key: t.Key, Value: t.Value, Effect: corev1.TaintEffect(t.Effect)}
	return scheduling.TolerationsTolerateTaint(klog.Logger{}, list, &taint, true)
}

// Untolerated returns those of the taints that keep the pods of a workload off a node,
// transient ones included. The DaemonSet controller gives its pods tolerations of its own.
func Untolerated(w *facts.Workload, taints []facts.Taint) []facts.Taint {
	tolerations := w.Tolerations
	if w.Kind == facts.DaemonSet {
		tolerations = slices.Concat(tolerations, daemonTolerations(w.HostNetwork))
	}
	return slices.DeleteFunc(slices.Clone(taints), func(t facts.Taint) bool {
		return !Repels(t) || Tolerates(tolerations, t)
	})
}

// daemonTolerations are those that the DaemonSet controller adds to every pod:
// https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations
func daemonTolerations(hostNetwork bool) []facts.Toleration {
	added := make([]facts.Toleration, 0, 7)
	add := func(key string, effect corev1.TaintEffect) {
		added = append(added, facts.Toleration{Key: key, Operator: string(corev1.TolerationOpExists), Effect: string(effect)})
	}
	add(corev1.TaintNodeNotReady, corev1.TaintEffectNoExecute)
	add(corev1.TaintNodeUnreachable, corev1.TaintEffectNoExecute)
	add(corev1.TaintNodeDiskPressure, corev1.TaintEffectNoSchedule)
	add(corev1.TaintNodeMemoryPressure, corev1.TaintEffectNoSchedule)
	add(corev1.TaintNodePIDPressure, corev1.TaintEffectNoSchedule)
	add(corev1.TaintNodeUnschedulable, corev1.TaintEffectNoSchedule)
	if hostNetwork {
		add(corev1.TaintNodeNetworkUnavailable, corev1.TaintEffectNoSchedule)
	}
	return added
}

// TaintLists returns the different lists of taints that nodes have, and which of them each node has.
func TaintLists(nodes []facts.Node) (lists [][]facts.Taint, of []int) {
	known := map[string]int{}
	of = make([]int, len(nodes))
	for i := range nodes {
		key := fmt.Sprintf("%q", nodes[i].Taints)
		at, ok := known[key]
		if !ok {
			at = len(lists)
			known[key], lists = at, append(lists, nodes[i].Taints)
		}
		of[i] = at
	}
	return lists, of
}
