package kube

import (
	"slices"
	"strings"
)

// SystemNamespace reports whether Kubernetes or a distribution keeps a namespace for itself,
// by its name: services do not land there. Policies ask data.kready.lib.system_namespace,
// which a test holds to this.
func SystemNamespace(name string) bool {
	return name == "openshift" || slices.ContainsFunc(SystemNamespacePrefixes(), func(prefix string) bool {
		return strings.HasPrefix(name, prefix)
	})
}

// SystemNamespacePrefixes returns what the names of system namespaces begin with.
func SystemNamespacePrefixes() []string {
	return []string{"kube-", "openshift-", "gke-", "gmp-", "aks-", "calico-", "tigera-", "cattle-"}
}
