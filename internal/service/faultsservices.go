package service

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"
)

// service finds what a Service may not have.
func (f *faultFinder) service() {
	var spec corev1.ServiceSpec
	if f.decode(&spec, "spec") != nil {
		return
	}
	if len(spec.Ports) == 0 && spec.Type != corev1.ServiceTypeExternalName && spec.ClusterIP != corev1.ClusterIPNone {
		f.add([]string{"spec", "ports"}, "it has no ports")
	}
	f.oneOf([]string{"spec", "type"}, "its type", string(spec.Type), "ClusterIP", "NodePort", "LoadBalancer", "ExternalName")
	f.oneOf([]string{"spec", "sessionAffinity"}, "its sessionAffinity", string(spec.SessionAffinity), "ClientIP", "None")
	f.oneOf([]string{"spec", "externalTrafficPolicy"}, "its externalTrafficPolicy", string(spec.ExternalTrafficPolicy), "Cluster", "Local")
	if spec.InternalTrafficPolicy != nil {
		f.oneOf([]string{"spec", "internalTrafficPolicy"}, "its internalTrafficPolicy", string(*spec.InternalTrafficPolicy), "Cluster", "Local")
	}
	for _, key := range slices.Sorted(maps.Keys(spec.Selector)) {
		if why := validation.IsValidLabelValue(spec.Selector[key]); len(why) > 0 {
			f.add([]string{"spec", "selector", key}, "the value %s of %s in its selector is not valid: %s", quoted(spec.Selector[key]), key, because(why))
		}
	}
	f.externalName(&spec)
	f.ofOtherTypes(&spec)
	f.servicePorts(&spec)
}

// externalName finds a name outside of the cluster that is none: an URL, or one with a port.
func (f *faultFinder) externalName(spec *corev1.ServiceSpec) {
	path := []string{"spec", "externalName"}
	why := validation.IsDNS1123Subdomain(strings.TrimSuffix(spec.ExternalName, "."))
	switch {
	case spec.Type != corev1.ServiceTypeExternalName:
	case spec.ExternalName == "":
		f.add(path, "it is of type ExternalName, and names none")
	case len(why) > 0:
		f.add(path, "its externalName %s is not valid: %s", quoted(spec.ExternalName), because(why))
	}
}

// ofOtherTypes finds fields that Services of its type may not have.
func (f *faultFinder) ofOtherTypes(spec *corev1.ServiceSpec) {
	balanced := spec.Type == corev1.ServiceTypeLoadBalancer
	outside := balanced || spec.Type == corev1.ServiceTypeNodePort
	for _, one := range []struct {
		field string
		wrong bool
	}{
		{"loadBalancerSourceRanges", len(spec.LoadBalancerSourceRanges) > 0 && !balanced},
		{"loadBalancerClass", spec.LoadBalancerClass != nil && !balanced},
		{"allocateLoadBalancerNodePorts", spec.AllocateLoadBalancerNodePorts != nil && !balanced},
		{"externalTrafficPolicy", spec.ExternalTrafficPolicy != "" && !outside && len(spec.ExternalIPs) == 0},
		{"clusterIP", spec.ClusterIP == corev1.ClusterIPNone && outside},
	} {
		if one.wrong {
			kind := string(spec.Type)
			if kind == "" {
				kind = string(corev1.ServiceTypeClusterIP)
			}
			f.add([]string{"spec", one.field}, "a Service of the type %s may have no %s", kind, one.field+f.noneOf(one.field))
		}
	}
}

// noneOf is the value of a field that is refused where others are not.
func (f *faultFinder) noneOf(field string) string {
	if field == "clusterIP" {
		return ": None"
	}
	return ""
}

func (f *faultFinder) servicePorts(spec *corev1.ServiceSpec) {
	path := []string{"spec", "ports"}
	names, ports, nodePorts := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i, p := range spec.Ports {
		at := below(path, strconv.Itoa(i))
		protocol := string(p.Protocol)
		if protocol == "" {
			protocol = string(corev1.ProtocolTCP)
		}
		key, nodePort := strconv.Itoa(int(p.Port))+"/"+protocol, strconv.Itoa(int(p.NodePort))+"/"+protocol
		switch {
		case p.Port < 1 || p.Port > 65535:
			f.add(at, "its port must be from 1 to 65535, got %d", p.Port)
		case len(spec.Ports) > 1 && p.Name == "":
			f.add(at, "its port %d has no name: with several ports each needs one", p.Port)
		case p.Name != "" && len(validation.IsDNS1123Label(p.Name)) > 0:
			f.add(at, "the name %s of its port %d is not valid: %s", quoted(p.Name), p.Port, because(validation.IsDNS1123Label(p.Name)))
		case p.Name != "" && names[p.Name]:
			f.add(at, "two of its ports are named %s", p.Name)
		case ports[key]:
			f.add(at, "it has the port %s twice", key)
		case !protocolKnown(p.Protocol):
			f.add(at, "the protocol of its port %d must be TCP, UDP or SCTP, got %s", p.Port, quoted(string(p.Protocol)))
		case p.TargetPort.StrVal != "" && len(validation.IsValidPortName(p.TargetPort.StrVal)) > 0:
			f.add(at, "the targetPort %s of its port %d is not valid: %s", quoted(p.TargetPort.StrVal), p.Port, because(validation.IsValidPortName(p.TargetPort.StrVal)))
		case p.TargetPort.IntVal < 0 || p.TargetPort.IntVal > 65535:
			f.add(at, "the targetPort of its port %d must be from 1 to 65535, got %d", p.Port, p.TargetPort.IntVal)
		case p.NodePort != 0 && slices.Contains([]corev1.ServiceType{"", corev1.ServiceTypeClusterIP}, spec.Type):
			f.add(at, "its port %d may have no nodePort: its type is ClusterIP", p.Port)
		case p.NodePort != 0 && nodePorts[nodePort]:
			f.add(at, "it has the nodePort %s twice", nodePort)
		}
		names[p.Name], ports[key], nodePorts[nodePort] = true, true, true
	}
}
