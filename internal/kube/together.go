package kube

import (
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
)

// Together returns the pods that are to be looked up for the affinity of a template: those that match all of its rules at once,
// as the scheduler demands. None where its own pods match them, where no pod can, and where the rules do not name
// labels and namespaces.
func Together(p *facts.LandingPods) []facts.PodsByLabels {
	labels, namespaces, plain := TogetherBy(p)
	if !plain || len(labels) == 0 {
		return nil
	}
	var out []facts.PodsByLabels
	for _, namespace := range namespaces {
		if namespace == p.Namespace && HasLabels(p.Labels, labels) {
			return nil
		}
		out = append(out, facts.PodsByLabels{Namespace: namespace, Labels: labels})
	}
	return out
}

// TogetherBy returns the labels and the namespaces of the pods that match all rules of affinity of a template, and whether
// the rules name them. None of the one or the other are asked for where no pod can match.
func TogetherBy(p *facts.LandingPods) (labels map[string]string, namespaces []string, plain bool) {
	labels = map[string]string{}
	for i, rule := range p.Placement.Together {
		with, plain := MatchLabels(&rule.Pods)
		named, listed := namespacesOf(&rule)
		if !plain || !listed || rule.Narrowed {
			return nil, nil, false
		}
		for key, value := range with {
			if have, there := labels[key]; there && have != value {
				return nil, nil, true
			}
		}
		maps.Copy(labels, with)
		if i == 0 {
			namespaces = named
		}
		namespaces = slices.DeleteFunc(slices.Clone(namespaces), func(name string) bool { return !slices.Contains(named, name) })
	}
	return labels, namespaces, true
}

// namespacesOf are the namespaces that a rule of affinity names, and whether it names all.
func namespacesOf(rule *facts.LandingTogether) ([]string, bool) {
	if !rule.InNamespaces.Set {
		return rule.Namespaces, true
	}
	by := rule.InNamespaces.Requirements
	if len(by) == 1 && by[0].Key == corev1.LabelMetadataName && by[0].Operator == "In" {
		return slices.Concat(rule.Namespaces, by[0].Values), true
	}
	return nil, false
}

// MatchesTogether reports whether pods with these labels, in a namespace with its labels, match all rules of affinity of a
// template.
func MatchesTogether(p *facts.LandingPods, namespace string, ofNamespace, pods map[string]string) bool {
	return !slices.ContainsFunc(p.Placement.Together, func(rule facts.LandingTogether) bool {
		there := slices.Contains(rule.Namespaces, namespace) || Selects(&rule.InNamespaces, ofNamespace)
		return !there || !Selects(&rule.Pods, pods)
	})
}
