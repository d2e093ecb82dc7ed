package kube

import (
	"cmp"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
)

// anyHostIP is the address that the scheduler takes for all of a node.
const anyHostIP = "0.0.0.0"

// EachHostPort hands over each port of its node that a pod takes, with the list and the places that it is written at. As
// the scheduler counts them: those of containers and of init containers that stay. The API server gives pods in the
// network of their node each port that they declare.
func EachHostPort(spec *corev1.PodSpec, found func(list string, container, port int, taken facts.HostPort)) {
	each := func(list string, i int, c *corev1.Container) {
		for j, p := range c.Ports {
			number := p.HostPort
			if spec.HostNetwork && number == 0 {
				number = p.ContainerPort
			}
			if number > 0 {
				found(list, i, j, facts.HostPort{HostIP: p.HostIP, Protocol: cmp.Or(string(p.Protocol), string(corev1.ProtocolTCP)), Port: int(number)})
			}
		}
	}
	for i := range spec.InitContainers {
		if c := &spec.InitContainers[i]; c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways {
			each("initContainers", i, c)
		}
	}
	for i := range spec.Containers {
		each("containers", i, &spec.Containers[i])
	}
}

// Collide reports whether two pods with these ports cannot be on one node, as the scheduler's NodePorts decides it:
// https://github.com/kubernetes/kubernetes/blob/v1.36.0/staging/src/k8s.io/kube-scheduler/framework/types.go
func Collide(a, b facts.HostPort) bool {
	if a.Port != b.Port || a.Protocol != b.Protocol {
		return false
	}
	one, other := cmp.Or(a.HostIP, anyHostIP), cmp.Or(b.HostIP, anyHostIP)
	return one == other || one == anyHostIP || other == anyHostIP
}
