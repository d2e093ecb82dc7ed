package service

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"
)

// placed finds what pods may not ask of nodes.
func (p *podFaults) placed() {
	for i, t := range p.spec.Tolerations {
		p.toleration(below(p.path, "tolerations", strconv.Itoa(i)), t)
	}
	for i, c := range p.spec.TopologySpreadConstraints {
		at := below(p.path, "topologySpreadConstraints", strconv.Itoa(i))
		if c.TopologyKey == "" || c.MaxSkew < 1 || c.WhenUnsatisfiable != corev1.DoNotSchedule && c.WhenUnsatisfiable != corev1.ScheduleAnyway {
			p.add(at, "a topologySpreadConstraint needs a topologyKey, a maxSkew of 1 or more, and whenUnsatisfiable: DoNotSchedule or ScheduleAnyway")
		}
	}
	for _, key := range slices.Sorted(maps.Keys(p.spec.NodeSelector)) {
		at := below(p.path, "nodeSelector", key)
		if why := validation.IsQualifiedName(key); len(why) > 0 {
			p.add(at, "the label %s of its nodeSelector is not valid: %s", quoted(key), because(why))
		}
		if why := validation.IsValidLabelValue(p.spec.NodeSelector[key]); len(why) > 0 {
			p.add(at, "the value %s of %s in its nodeSelector is not valid: %s", quoted(p.spec.NodeSelector[key]), key, because(why))
		}
	}
	if p.spec.Affinity != nil {
		p.affinity(below(p.path, "affinity"), p.spec.Affinity)
	}
}

func (p *podFaults) toleration(at []string, t corev1.Toleration) {
	switch {
	case t.Operator == corev1.TolerationOpExists && t.Value != "":
		p.add(at, "a toleration with the operator Exists may have no value, got %s", quoted(t.Value))
	case t.Key == "" && t.Operator != corev1.TolerationOpExists:
		p.add(at, "a toleration without a key must have the operator Exists")
	case t.TolerationSeconds != nil && t.Effect != corev1.TaintEffectNoExecute:
		p.add(at, "a toleration with tolerationSeconds must have the effect NoExecute, got %s", quoted(string(t.Effect)))
	}
	p.oneOf(below(at, "effect"), "the effect of a toleration", string(t.Effect), "NoSchedule", "PreferNoSchedule", "NoExecute")
}

// affinity finds terms that say nothing, or weigh nothing.
func (p *podFaults) affinity(at []string, a *corev1.Affinity) {
	const required, preferred = "requiredDuringSchedulingIgnoredDuringExecution", "preferredDuringSchedulingIgnoredDuringExecution"
	if n := a.NodeAffinity; n != nil {
		if hard := n.RequiredDuringSchedulingIgnoredDuringExecution; hard != nil && len(hard.NodeSelectorTerms) == 0 {
			p.add(below(at, "nodeAffinity", required), "its required nodeAffinity has no nodeSelectorTerms")
		}
		for i, term := range n.PreferredDuringSchedulingIgnoredDuringExecution {
			p.weight(below(at, "nodeAffinity", preferred, strconv.Itoa(i)), term.Weight)
		}
	}
	terms := func(field string, hard []corev1.PodAffinityTerm, soft []corev1.WeightedPodAffinityTerm) {
		for i, term := range hard {
			p.topology(below(at, field, required, strconv.Itoa(i)), term.TopologyKey)
		}
		for i, term := range soft {
			p.weight(below(at, field, preferred, strconv.Itoa(i)), term.Weight)
			p.topology(below(at, field, preferred, strconv.Itoa(i)), term.PodAffinityTerm.TopologyKey)
		}
	}
	if a.PodAffinity != nil {
		terms("podAffinity", a.PodAffinity.RequiredDuringSchedulingIgnoredDuringExecution, a.PodAffinity.PreferredDuringSchedulingIgnoredDuringExecution)
	}
	if a.PodAntiAffinity != nil {
		terms("podAntiAffinity", a.PodAntiAffinity.RequiredDuringSchedulingIgnoredDuringExecution, a.PodAntiAffinity.PreferredDuringSchedulingIgnoredDuringExecution)
	}
}

func (p *podFaults) weight(at []string, weight int32) {
	if weight < 1 || weight > 100 {
		p.add(below(at, "weight"), "the weight of a preferred affinity must be from 1 to 100, got %d", weight)
	}
}

func (p *podFaults) topology(at []string, key string) {
	if key == "" {
		p.add(at, "an affinity to pods has no topologyKey")
	}
}

// hostPorts finds a port of the node that the containers of a pod take twice.
func (p *podFaults) hostPorts() {
	taken := map[string]bool{}
	for i, c := range p.spec.Containers {
		for j, port := range c.Ports {
			if port.HostPort == 0 {
				continue
			}
			key := fmt.Sprintf("%s/%s/%d", port.HostIP, port.Protocol, port.HostPort)
			if port.Protocol == "" {
				key = fmt.Sprintf("%s/%s/%d", port.HostIP, corev1.ProtocolTCP, port.HostPort)
			}
			if taken[key] {
				p.add(below(p.path, "containers", strconv.Itoa(i), "ports", strconv.Itoa(j)), "its containers take the hostPort %d twice", port.HostPort)
			}
			taken[key] = true
		}
	}
}

// named finds names in the spec of pods that there cannot be, and what only some kinds may have.
func (p *podFaults) named() {
	p.oneOf(below(p.path, "dnsPolicy"), "its dnsPolicy", string(p.spec.DNSPolicy), "ClusterFirst", "ClusterFirstWithHostNet", "Default", "None")
	if p.spec.DNSPolicy == corev1.DNSNone && (p.spec.DNSConfig == nil || len(p.spec.DNSConfig.Nameservers) == 0) {
		p.add(below(p.path, "dnsPolicy"), "with dnsPolicy: None its dnsConfig must name a nameserver")
	}
	for _, one := range []struct {
		field, name string
		why         []string
	}{
		{"serviceAccountName", p.spec.ServiceAccountName, validation.IsDNS1123Subdomain(p.spec.ServiceAccountName)},
		{"nodeName", p.spec.NodeName, validation.IsDNS1123Subdomain(p.spec.NodeName)},
		{"priorityClassName", p.spec.PriorityClassName, validation.IsDNS1123Subdomain(p.spec.PriorityClassName)},
	} {
		if one.name != "" && len(one.why) > 0 {
			p.add(below(p.path, one.field), "its %s %s is not valid: %s", one.field, quoted(one.name), because(one.why))
		}
	}
	if p.spec.ActiveDeadlineSeconds != nil && p.is("apps", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet") {
		p.add(below(p.path, "activeDeadlineSeconds"), "the pods of a %s may have no activeDeadlineSeconds", p.kind)
	}
}
