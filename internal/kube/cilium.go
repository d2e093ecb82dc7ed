package kube

import (
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
)

// Labels that Cilium gives pods besides their own.
const (
	ciliumNamespace       = "io.kubernetes.pod.namespace"
	ciliumNamespaceLabels = "io.cilium.k8s.namespace.labels."
)

// CiliumKey reads the key of a requirement in a selector of Cilium: where the label comes from, "any" where that is not said; the
// label; and whether it is one of the pods' namespace.
// See https://docs.cilium.io/en/stable/security/policy/kubernetes/
func CiliumKey(key string) (source, label string, ofNamespace bool) {
	source, label, found := strings.Cut(key, ":")
	if !found {
		source, label = "any", key
	}
	if label == ciliumNamespace {
		return source, corev1.LabelMetadataName, true
	}
	label, ofNamespace = strings.CutPrefix(label, ciliumNamespaceLabels)
	return source, label, ofNamespace
}

// CiliumPorts are the ports that one of Cilium's stands for: a number or a name, and without a protocol, or with ANY, all three.
func CiliumPorts(value, protocol string, end int) []facts.PolicyPort {
	port := facts.PolicyPort{EndPort: end}
	if number, err := strconv.ParseUint(value, 0, 16); err == nil {
		port.Port = int(number)
	} else {
		port.Name = value
	}
	protocols := []string{strings.ToUpper(protocol)}
	if protocols[0] == "" || protocols[0] == "ANY" {
		protocols = []string{"TCP", "UDP", "SCTP"}
	}
	var out []facts.PolicyPort
	for _, protocol := range protocols {
		port.Protocol = protocol
		out = append(out, port)
	}
	return out
}
