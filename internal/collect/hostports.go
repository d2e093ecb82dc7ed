package collect

import (
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// hostPortsMax is how many host ports of one workload are kept.
const hostPortsMax = 100

// hostPorts are the ports of its node that a pod takes, and whether these are all.
func hostPorts(spec *corev1.PodSpec) (ports []facts.HostPort, all bool) {
	kube.EachHostPort(spec, func(_ string, _, _ int, taken facts.HostPort) {
		taken.HostIP, taken.Protocol = text.Truncate(taken.HostIP, valueMax), text.Truncate(taken.Protocol, valueMax)
		if !slices.Contains(ports, taken) {
			ports = append(ports, taken)
		}
	})
	return ports[:min(len(ports), hostPortsMax)], len(ports) <= hostPortsMax
}
