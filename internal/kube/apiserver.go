package kube

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// beforeAPIServer are static pods that are named after the API server and are none: the proxy on the nodes of a
// hosted control plane, and what watches a new revision on OpenShift with one node.
// https://github.com/openshift/hypershift, https://github.com/openshift/library-go, startup monitor
var beforeAPIServer = []string{"kube-apiserver-proxy", "kube-apiserver-startup-monitor"}

// RunsAPIServer reports whether a workload is the static pod of an API server. Policies ask
// kready.internal.controlplane, which leaves out the same.
func RunsAPIServer(w *facts.Workload) bool {
	return w.Kind == facts.StaticPod && strings.HasPrefix(w.Name, "kube-apiserver") &&
		!slices.ContainsFunc(beforeAPIServer, func(name string) bool { return strings.HasPrefix(w.Name, name) })
}
