// Package kube applies Kubernetes' own rules to the facts: which taints keep which pods off a
// node, what a label selector selects, on which node a volume can be used, what right a
// request needs. Each rule is here
// once and uses the library that Kubernetes itself uses. Nothing here reads a cluster or a
// clock.
package kube
