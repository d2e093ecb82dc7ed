# METADATA
# title: Where the API server applies Pod Security levels that no label shows, or none at all
package kready.internal.podsecurity

import data.kready.internal.controlplane
import data.kready.internal.workloads

# switched_off are the API servers that run without Pod Security: no label is looked at.
switched_off contains w if {
	some w in controlplane.pods
	some value in workloads.flag_values(w, "disable-admission-plugins")
	"PodSecurity" in split(value, ",")
}

# unlooked are texts on why the API server may look at no label: Pod Security is on by itself since 1.23,
# https://kubernetes.io/docs/concepts/security/pod-security-admission/
unlooked contains sprintf("Kubernetes 1.%d looks at the labels only with the feature gate PodSecurity, which is on by itself since 1.23", [minor]) if {
	minor := input.version.minor
	minor > 0
	minor < 23
	not gated
}

gated if {
	some w in controlplane.pods
	some value in workloads.flag_values(w, "feature-gates")
	"PodSecurity=true" in split(value, ",")
}

# defaults are texts on why a namespace without a label may be held to a level.
defaults contains "the API server has an admission configuration, which can set a level for all namespaces" if {
	not plain_servers
	some w in controlplane.pods
	some c in w.containers
	some a in c.args
	a.name == "admission-control-config-file"
}

defaults contains "the API server is not visible: its admission configuration can set a level for all namespaces" if {
	count(controlplane.pods) == 0
	not input.distribution.managed
	not plain_servers
}

# plain_servers holds where the servers of k3s or RKE2 say all their arguments, and none brings a configuration of levels. What
# RKE2 writes itself then has none: https://docs.rke2.io/security/pod_security_standards
plain_servers if {
	servers := [n | some n in input.nodeKinds; n.controlPlane]
	count(servers) > 0
	every n in servers {
		n.admissionConfig == "no"
	}
}
