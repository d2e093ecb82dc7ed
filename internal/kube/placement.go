package kube

import (
	"encoding/json"
	"fmt"
	"maps"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/component-helpers/scheduling/corev1/nodeaffinity"

	"github.com/kready/kready/internal/facts"
)

// NodeMatcher returns a test for the nodes that the node selector and the required node affinity of
// pods select, as the scheduler does it, one after the other. An error is of an affinity that no API server accepts.
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
	var node corev1.Node // one for all that are asked about: it is large
	return func(n *facts.Node) bool {
		node.Name, node.Labels = n.Name, withHostName(n)
		return HasLabels(node.Labels, p.NodeSelector) && (affinity == nil || affinity.Match(&node))
	}, nil
}

func nodeRequirements(of []facts.Requirement) []corev1.NodeSelectorRequirement {
	var out []corev1.NodeSelectorRequirement
	for _, r := range of {
		out = append(out, corev1.NodeSelectorRequirement{Key: r.Key, Operator: corev1.NodeSelectorOperator(r.Operator), Values: r.Values})
	}
	return out
}

// AskedOfNodes writes what pods ask of a node by itself: nodes judge templates alike that ask for the same.
func AskedOfNodes(p *facts.LandingPlacement) (string, error) {
	asked, err := json.Marshal(facts.LandingPlacement{
		NodeName: p.NodeName, NodeSelector: p.NodeSelector, Terms: p.Terms, HasAffinity: p.HasAffinity, Tolerations: p.Tolerations,
		HostNetwork: p.HostNetwork, Requests: p.Requests,
	})
	if err != nil {
		return "", fmt.Errorf("tell a placement from others: %w", err)
	}
	return string(asked), nil
}

// bareNode is a node with its name and labels.
func bareNode(n *facts.Node) *corev1.Node {
	return &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: n.Name, Labels: withHostName(n)}}
}

// withHostName are the labels of a node, with the one that kubelets set by themselves.
func withHostName(n *facts.Node) map[string]string {
	if _, told := n.Labels[corev1.LabelHostname]; told {
		return n.Labels
	}
	with := map[string]string{corev1.LabelHostname: n.Name}
	maps.Copy(with, n.Labels)
	return with
}
