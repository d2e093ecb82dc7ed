package kube

import (
	"maps"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/component-helpers/scheduling/corev1/nodeaffinity"

	"github.com/kready/kready/internal/facts"
)

// NodeMatcher returns a test for the nodes that the node selector and the required node affinity of
// pods select, as the scheduler does it. An error is of an affinity that no API server accepts.
func NodeMatcher(p *facts.LandingPlacement) (func(*facts.Node) bool, error) {
	var affinity *nodeaffinity.NodeSelector
	if p.HasAffinity {
		var required corev1.NodeSelector
		for _, term := range p.Terms {
			required.NodeSelectorTerms = append(required.NodeSelectorTerms, corev1.NodeSelectorTerm{
				MatchExpressions: nodeRequirements(term.Labels), MatchFields: nodeRequirements(term.Fields),
			})
		}
		var err error
		if affinity, err = nodeaffinity.NewNodeSelector(&required); err != nil {
			return nil, err
		}
	}
	return func(n *facts.Node) bool {
		node := bareNode(n)
		return HasLabels(node.Labels, p.NodeSelector) && (affinity == nil || affinity.Match(node))
	}, nil
}

func nodeRequirements(of []facts.Requirement) []corev1.NodeSelectorRequirement {
	var out []corev1.NodeSelectorRequirement
	for _, r := range of {
		out = append(out, corev1.NodeSelectorRequirement{Key: r.Key, Operator: corev1.NodeSelectorOperator(r.Operator), Values: r.Values})
	}
	return out
}

// bareNode is a node with its name and labels, and the label that kubelets set by themselves.
func bareNode(n *facts.Node) *corev1.Node {
	with := map[string]string{corev1.LabelHostname: n.Name}
	maps.Copy(with, n.Labels)
	return &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: n.Name, Labels: with}}
}
