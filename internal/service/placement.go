package service

import (
	"fmt"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// placement distils what a template asks of its nodes. What no API server would accept as a selector
// selects nothing here.
func (t template) placement(podLabels map[string]string) facts.LandingPlacement {
	out := facts.LandingPlacement{
		NodeName: t.spec.NodeName, NodeSelector: t.spec.NodeSelector, HostNetwork: t.spec.HostNetwork, Requests: requests(&t.spec),
	}
	if len(t.spec.NodeSelector) > 0 {
		out.SelectorLine = t.line("nodeSelector")
	}
	out.Tolerations = kube.Tolerations(t.spec.Tolerations)
	if a := t.spec.Affinity; a != nil && a.NodeAffinity != nil && a.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution != nil {
		out.HasAffinity = true
		if out.SelectorLine == 0 {
			out.SelectorLine = t.line("affinity", "nodeAffinity")
		}
		for _, term := range a.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution.NodeSelectorTerms {
			out.Terms = append(out.Terms, facts.NodeTerm{Labels: requirements(term.MatchExpressions), Fields: requirements(term.MatchFields)})
		}
	}
	out.Apart, out.Spread = t.apart(podLabels), t.spread(podLabels)
	out.Together, out.HostPorts = t.together(), t.hostPorts()
	return out
}

func requirements(of []corev1.NodeSelectorRequirement) []facts.Requirement {
	var out []facts.Requirement
	for _, r := range of {
		out = append(out, facts.Requirement{Key: r.Key, Operator: string(r.Operator), Values: r.Values})
	}
	return out
}

// requests are what the scheduler sets aside for a pod, by resource.
func requests(spec *corev1.PodSpec) []facts.Quantity {
	names := map[corev1.ResourceName]bool{}
	of := func(r corev1.ResourceRequirements) {
		for name := range r.Requests {
			names[name] = true
		}
		for name := range r.Limits {
			names[name] = true
		}
	}
	for _, c := range slices.Concat(spec.InitContainers, spec.Containers) {
		of(c.Resources)
	}
	if spec.Resources != nil {
		of(*spec.Resources)
	}
	var out []facts.Quantity
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if amount := kube.PodRequest(spec, name); amount > 0 {
			out = append(out, facts.Quantity{Name: string(name), Amount: amount})
		}
	}
	return out
}

// apart are the topologies over which the template keeps its own pods apart.
func (t template) apart(podLabels map[string]string) []facts.LandingSpread {
	if t.spec.Affinity == nil || t.spec.Affinity.PodAntiAffinity == nil {
		return nil
	}
	var out []facts.LandingSpread
	for i, term := range t.spec.Affinity.PodAntiAffinity.RequiredDuringSchedulingIgnoredDuringExecution {
		elsewhere := len(term.Namespaces) > 0 && !slices.Contains(term.Namespaces, t.namespace)
		if elsewhere || !selectsOwn(term.LabelSelector, podLabels) {
			continue
		}
		path := []string{"affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution", fmt.Sprint(i)}
		out = append(out, facts.LandingSpread{TopologyKey: term.TopologyKey, Line: t.line(path...)})
	}
	return out
}

// spread are the topology spread constraints that keep pods Pending.
func (t template) spread(podLabels map[string]string) []facts.LandingSpread {
	var out []facts.LandingSpread
	for i, c := range t.spec.TopologySpreadConstraints {
		if c.WhenUnsatisfiable != corev1.DoNotSchedule || !selectsOwn(c.LabelSelector, podLabels) {
			continue
		}
		rule := facts.LandingSpread{TopologyKey: c.TopologyKey, Line: t.line("topologySpreadConstraints", fmt.Sprint(i)), MaxSkew: int(c.MaxSkew)}
		rule.HonorsTaints = c.NodeTaintsPolicy != nil && *c.NodeTaintsPolicy == corev1.NodeInclusionPolicyHonor
		if c.MinDomains != nil {
			rule.MinDomains = int(*c.MinDomains)
		}
		out = append(out, rule)
	}
	return out
}

// selectsOwn reports whether a selector selects pods with these labels.
func selectsOwn(by *metav1.LabelSelector, podLabels map[string]string) bool {
	selector, err := metav1.LabelSelectorAsSelector(by)
	return err == nil && selector.Matches(labels.Set(podLabels))
}
