package kube

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

func TestPodRequest(t *testing.T) {
	always := corev1.ContainerRestartPolicyAlways
	list := func(cpu, memory string) corev1.ResourceList {
		return corev1.ResourceList{corev1.ResourceCPU: resource.MustParse(cpu), corev1.ResourceMemory: resource.MustParse(memory)}
	}
	container := func(cpu, memory string) corev1.Container {
		return corev1.Container{Resources: corev1.ResourceRequirements{Requests: list(cpu, memory)}}
	}
	sidecar := container("50m", "10")
	sidecar.RestartPolicy = &always
	whole := corev1.ResourceRequirements{Requests: list("2", "1Gi")}
	for name, tt := range map[string]struct {
		spec        corev1.PodSpec
		cpu, memory int64
	}{
		"nothing":    {corev1.PodSpec{Containers: []corev1.Container{{}}}, 0, 0},
		"sum":        {corev1.PodSpec{Containers: []corev1.Container{container("100m", "1Ki"), container("1", "1Ki")}}, 1100, 2048},
		"limits":     {corev1.PodSpec{Containers: []corev1.Container{{Resources: corev1.ResourceRequirements{Limits: list("1", "7")}}}}, 1000, 7},
		"large init": {corev1.PodSpec{InitContainers: []corev1.Container{container("2", "1")}, Containers: []corev1.Container{container("1", "9")}}, 2000, 9},
		"sidecar":    {corev1.PodSpec{InitContainers: []corev1.Container{sidecar, container("1", "1")}, Containers: []corev1.Container{container("100m", "5")}}, 1050, 15},
		"whole pod":  {corev1.PodSpec{Resources: &whole, Containers: []corev1.Container{container("100m", "5")}}, 2000, 1 << 30},
		"overhead":   {corev1.PodSpec{Overhead: list("10m", "3"), Containers: []corev1.Container{container("100m", "5")}}, 110, 8},
	} {
		if cpu, memory := PodRequest(&tt.spec, corev1.ResourceCPU), PodRequest(&tt.spec, corev1.ResourceMemory); cpu != tt.cpu || memory != tt.memory {
			t.Errorf("%s: %dm CPU and %d bytes, want %d and %d", name, cpu, memory, tt.cpu, tt.memory)
		}
	}
}
