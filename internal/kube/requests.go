package kube

import (
	corev1 "k8s.io/api/core/v1"
)

// PodRequest is what the scheduler sets aside of a resource for a pod: millicores of CPU, units of
// all others. Init containers run before the others and one by one, so that only the largest
// counts; those that stay (sidecars) count like the others. What the pod requests as a whole
// stands in place of the sum. See kubernetes.io/docs/concepts/workloads/pods/sidecar-containers.
func PodRequest(spec *corev1.PodSpec, name corev1.ResourceName) int64 {
	var running, starting int64
	for i := range spec.InitContainers {
		c := &spec.InitContainers[i]
		want := requestOf(c.Resources, name)
		if c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways {
			running += want
			want = 0
		}
		starting = max(starting, running+want)
	}
	for i := range spec.Containers {
		running += requestOf(spec.Containers[i].Resources, name)
	}
	total := max(running, starting)
	if spec.Resources != nil {
		if whole := requestOf(*spec.Resources, name); whole > 0 {
			total = whole
		}
	}
	return total + value(spec.Overhead, name)
}

// requestOf is a request; where there is none, the API takes the limit for it.
func requestOf(r corev1.ResourceRequirements, name corev1.ResourceName) int64 {
	if _, ok := r.Requests[name]; ok {
		return value(r.Requests, name)
	}
	return value(r.Limits, name)
}

func value(list corev1.ResourceList, name corev1.ResourceName) int64 {
	quantity := list[name]
	if name == corev1.ResourceCPU {
		return quantity.MilliValue()
	}
	return quantity.Value()
}
