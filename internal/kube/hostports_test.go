package kube

import (
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
)

func TestCollide(t *testing.T) {
	for _, tt := range []struct {
		a, b facts.HostPort
		want bool
	}{
		{facts.HostPort{Protocol: "TCP", Port: 80}, facts.HostPort{Protocol: "TCP", Port: 80}, true},
		{facts.HostPort{Protocol: "TCP", Port: 80}, facts.HostPort{Protocol: "TCP", Port: 443}, false},
		{facts.HostPort{Protocol: "TCP", Port: 80}, facts.HostPort{Protocol: "UDP", Port: 80}, false},
		{facts.HostPort{HostIP: "192.0.2.1", Protocol: "TCP", Port: 80}, facts.HostPort{HostIP: "192.0.2.2", Protocol: "TCP", Port: 80}, false},
		{facts.HostPort{HostIP: "192.0.2.1", Protocol: "TCP", Port: 80}, facts.HostPort{HostIP: "192.0.2.1", Protocol: "TCP", Port: 80}, true},
		{facts.HostPort{HostIP: "192.0.2.1", Protocol: "TCP", Port: 80}, facts.HostPort{HostIP: "0.0.0.0", Protocol: "TCP", Port: 80}, true},
		{facts.HostPort{Protocol: "TCP", Port: 80}, facts.HostPort{HostIP: "192.0.2.1", Protocol: "TCP", Port: 80}, true},
	} {
		if Collide(tt.a, tt.b) != tt.want || Collide(tt.b, tt.a) != tt.want {
			t.Errorf("%+v and %+v: want %t", tt.a, tt.b, tt.want)
		}
	}
}

func TestEachHostPort(t *testing.T) {
	always := corev1.ContainerRestartPolicyAlways
	port := func(number int32) corev1.Container {
		return corev1.Container{Ports: []corev1.ContainerPort{{ContainerPort: number}, {ContainerPort: number + 1, HostPort: number + 100}}}
	}
	sidecar := port(3)
	sidecar.RestartPolicy = &always
	spec := &corev1.PodSpec{InitContainers: []corev1.Container{port(1), sidecar}, Containers: []corev1.Container{port(5)}}
	of := func() (numbers []int) {
		EachHostPort(spec, func(_ string, _, _ int, p facts.HostPort) { numbers = append(numbers, p.Port) })
		return numbers
	}
	if got := of(); len(got) != 2 || got[0] != 103 || got[1] != 105 {
		t.Errorf("by hostPort: %v", got)
	}
	spec.HostNetwork = true
	if got := of(); len(got) != 4 || got[0] != 3 || got[2] != 5 {
		t.Errorf("in the node's network: %v", got)
	}
}
