// Package kube answers Kubernetes' own questions about the facts: which taints keep
// which pods off a node, what a label selector selects, which node a volume can be used on.
// Each rule stands here once and follows the library that Kubernetes itself uses. Nothing
// here reads a cluster or a clock.
package kube
