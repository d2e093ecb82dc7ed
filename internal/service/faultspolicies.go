package service

import (
	"strconv"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation"
	netutils "k8s.io/utils/net"
)

// networkPolicy finds types, peers and ports that a NetworkPolicy may not have.
func (f *faultFinder) networkPolicy() {
	var spec networkingv1.NetworkPolicySpec
	if f.decode(&spec, "spec") != nil {
		return
	}
	for i, t := range spec.PolicyTypes {
		f.oneOf([]string{"spec", "policyTypes", strconv.Itoa(i)}, "a policyType", string(t), "Ingress", "Egress")
	}
	for i, rule := range spec.Ingress {
		at := []string{"spec", "ingress", strconv.Itoa(i)}
		f.peerFaults(below(at, "from"), rule.From)
		f.policyPorts(below(at, "ports"), rule.Ports)
	}
	for i, rule := range spec.Egress {
		at := []string{"spec", "egress", strconv.Itoa(i)}
		f.peerFaults(below(at, "to"), rule.To)
		f.policyPorts(below(at, "ports"), rule.Ports)
	}
}

func (f *faultFinder) peerFaults(path []string, peers []networkingv1.NetworkPolicyPeer) {
	for i, p := range peers {
		at := below(path, strconv.Itoa(i))
		switch {
		case p.IPBlock == nil && p.PodSelector == nil && p.NamespaceSelector == nil:
			f.add(at, "a peer must have an ipBlock, a podSelector or a namespaceSelector")
		case p.IPBlock != nil && (p.PodSelector != nil || p.NamespaceSelector != nil):
			f.add(at, "a peer may have an ipBlock or selectors, and has both")
		case p.IPBlock != nil && p.IPBlock.CIDR == "":
			f.add(at, "an ipBlock has no cidr")
		case p.IPBlock != nil:
			f.exceptions(below(at, "ipBlock", "except"), p.IPBlock)
		}
	}
}

// exceptions finds ranges that are no part of the block which they are left out of.
func (f *faultFinder) exceptions(at []string, block *networkingv1.IPBlock) {
	_, whole, err := netutils.ParseCIDRSloppy(block.CIDR)
	if err != nil {
		return // addresses reports it
	}
	of, _ := whole.Mask.Size()
	for i, except := range block.Except {
		_, part, err := netutils.ParseCIDRSloppy(except)
		if err != nil {
			continue
		}
		if bits, _ := part.Mask.Size(); !whole.Contains(part.IP) || bits <= of {
			f.add(below(at, strconv.Itoa(i)), "the exception %s must be a smaller range within %s", quoted(except), quoted(block.CIDR))
		}
	}
}

func (f *faultFinder) policyPorts(path []string, ports []networkingv1.NetworkPolicyPort) {
	for i, p := range ports {
		at := below(path, strconv.Itoa(i))
		if p.Protocol != nil && !protocolKnown(*p.Protocol) {
			f.add(at, "the protocol of a port must be TCP, UDP or SCTP, got %s", quoted(string(*p.Protocol)))
		}
		switch {
		case p.Port == nil && p.EndPort != nil, p.Port != nil && p.Port.Type == intstr.String && p.EndPort != nil:
			f.add(at, "an endPort requires a port that is a number")
		case p.Port == nil:
		case p.Port.Type == intstr.String && len(validation.IsValidPortName(p.Port.StrVal)) > 0:
			f.add(at, "the port %s is not valid: %s", quoted(p.Port.StrVal), because(validation.IsValidPortName(p.Port.StrVal)))
		case p.Port.Type == intstr.Int && len(validation.IsValidPortNum(int(p.Port.IntVal))) > 0:
			f.add(at, "a port must be from 1 to 65535, got %d", p.Port.IntVal)
		case p.EndPort != nil && *p.EndPort < p.Port.IntVal:
			f.add(at, "the endPort %d is less than the port %d", *p.EndPort, p.Port.IntVal)
		}
	}
}

// claim finds a claim that asks for nothing, or for what no volume is.
func (f *faultFinder) claim() {
	var spec corev1.PersistentVolumeClaimSpec
	if f.decode(&spec, "spec") != nil {
		return
	}
	if len(spec.AccessModes) == 0 {
		f.add([]string{"spec", "accessModes"}, "it names no accessModes")
	}
	f.accessModes([]string{"spec", "accessModes"}, spec.AccessModes)
	if spec.VolumeMode != nil {
		f.oneOf([]string{"spec", "volumeMode"}, "its volumeMode", string(*spec.VolumeMode), "Filesystem", "Block")
	}
	if spec.Resources.Requests.Storage().Sign() <= 0 {
		f.add([]string{"spec", "resources"}, "it requests no storage")
	}
}
