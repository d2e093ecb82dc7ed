package main

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
)

const table = "inet kready_policyagent"

// remove takes the table away, whether or not it is there.
const remove = "table " + table + "\ndelete table " + table + "\n"

// ruleset is what nft is given for a node: the pods that run on it and that a policy
// isolates, each direction a chain that returns for what is allowed and ends in a drop.
// Only what is forwarded passes here, so a node always reaches its own pods, as Kubernetes
// asks for; Services are resolved before, so addresses are those of pods.
func ruleset(w world, node string) string {
	var b strings.Builder
	var jumps []string
	for _, pod := range w.sorted() {
		if pod.Spec.NodeName != node {
			continue
		}
		for _, direction := range []networkingv1.PolicyType{networkingv1.PolicyTypeEgress, networkingv1.PolicyTypeIngress} {
			isolating := w.isolating(pod, direction)
			if len(isolating) == 0 {
				continue
			}
			chain := fmt.Sprintf("%s_%s", strings.ToLower(string(direction)), strings.ReplaceAll(string(pod.UID), "-", ""))
			fmt.Fprintf(&b, "\tchain %s {\n", chain)
			for _, rule := range w.allowed(pod, isolating, direction) {
				fmt.Fprintf(&b, "\t\t%s return\n", rule)
			}
			b.WriteString("\t\tdrop\n\t}\n")
			for _, ip := range addresses(pod) {
				jumps = append(jumps, match(own(direction), ip)+" jump "+chain)
			}
		}
	}
	return remove + "table " + table + " {\n" + b.String() +
		"\tchain forward {\n\t\ttype filter hook forward priority -10; policy accept;\n" +
		"\t\tct state established,related accept\n\t\t" + strings.Join(append(jumps, ""), "\n\t\t") + "\n\t}\n}\n"
}

// own is which end of a packet the isolated pod is, peer the other one.
func own(d networkingv1.PolicyType) string {
	if d == networkingv1.PolicyTypeIngress {
		return "daddr"
	}
	return "saddr"
}

func peer(d networkingv1.PolicyType) string {
	if d == networkingv1.PolicyTypeIngress {
		return "saddr"
	}
	return "daddr"
}

// match is the expression for one end being an address or a range.
func match(end, ip string) string {
	if strings.Contains(ip, ":") {
		return "ip6 " + end + " " + ip
	}
	return "ip " + end + " " + ip
}

// allowed are the expressions of all that the policies let through, sorted, each once.
func (w world) allowed(pod *corev1.Pod, policies []*networkingv1.NetworkPolicy, d networkingv1.PolicyType) []string {
	var out []string
	for _, p := range policies {
		if d == networkingv1.PolicyTypeIngress {
			for _, r := range p.Spec.Ingress {
				out = append(out, w.expressions(pod, p.Namespace, r.From, r.Ports, d)...)
			}
			continue
		}
		for _, r := range p.Spec.Egress {
			out = append(out, w.expressions(pod, p.Namespace, r.To, r.Ports, d)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// expressions are those of one rule: each peer with each port. No peers means all, no
// ports means all protocols.
func (w world) expressions(pod *corev1.Pod, namespace string, peers []networkingv1.NetworkPolicyPeer, ports []networkingv1.NetworkPolicyPort, d networkingv1.PolicyType) []string {
	var out []string
	add := func(where string, server *corev1.Pod) {
		if len(ports) == 0 {
			out = append(out, strings.TrimSpace(where+" counter"))
		}
		for _, port := range ports {
			if what := portMatch(port, server); what != "" {
				out = append(out, strings.TrimSpace(where+" "+what))
			}
		}
	}
	server := func(other *corev1.Pod) *corev1.Pod { // whose names of ports count
		if d == networkingv1.PolicyTypeIngress {
			return pod
		}
		return other
	}
	if len(peers) == 0 {
		add("", server(nil))
	}
	for _, p := range peers {
		if p.IPBlock != nil {
			add(block(p.IPBlock, d), server(nil))
			continue
		}
		for _, other := range w.sorted() {
			if w.selects(p, namespace, other) {
				for _, ip := range addresses(other) {
					add(match(peer(d), ip), server(other))
				}
			}
		}
	}
	return out
}

func block(b *networkingv1.IPBlock, d networkingv1.PolicyType) string {
	parts := []string{match(peer(d), b.CIDR)}
	for _, except := range b.Except {
		parts = append(parts, strings.Replace(match(peer(d), except), "addr ", "addr != ", 1))
	}
	return strings.Join(parts, " ")
}

// portMatch is the expression of a port; "" when the server has none of that name.
func portMatch(p networkingv1.NetworkPolicyPort, server *corev1.Pod) string {
	protocol := corev1.ProtocolTCP
	if p.Protocol != nil {
		protocol = *p.Protocol
	}
	lower := strings.ToLower(string(protocol))
	if p.Port == nil {
		return "meta l4proto " + lower
	}
	number := p.Port.IntVal
	if p.Port.StrVal != "" {
		if number = namedPort(p.Port.StrVal, protocol, server); number == 0 {
			return ""
		}
	}
	if p.EndPort != nil {
		return fmt.Sprintf("%s dport %d-%d", lower, number, *p.EndPort)
	}
	return fmt.Sprintf("%s dport %d", lower, number)
}

func namedPort(name string, protocol corev1.Protocol, server *corev1.Pod) int32 {
	if server == nil {
		return 0
	}
	for _, c := range server.Spec.Containers {
		for _, port := range c.Ports {
			if port.Name == name && (port.Protocol == protocol || port.Protocol == "" && protocol == corev1.ProtocolTCP) {
				return port.ContainerPort
			}
		}
	}
	return 0
}

// addresses are a pod's own: what runs in the node's network has none.
func addresses(pod *corev1.Pod) []string {
	if pod.Spec.HostNetwork || pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed {
		return nil
	}
	var out []string
	for _, ip := range pod.Status.PodIPs {
		if a, err := netip.ParseAddr(ip.IP); err == nil {
			out = append(out, a.String())
		}
	}
	return out
}
