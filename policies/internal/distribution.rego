# METADATA
# title: What a distribution says of its own parts
package kready.internal.distribution

import data.kready.internal.products

# core are the ClusterOperators without which OpenShift runs no pod, resolves no name, lets
# nobody in or loses its state:
# docs.redhat.com/en/documentation/openshift_container_platform/latest/html/operators/cluster-operators-ref
core := {
	"authentication", "cloud-controller-manager", "dns", "etcd", "ingress", "kube-apiserver", "kube-controller-manager",
	"kube-scheduler", "machine-config", "network", "openshift-apiserver", "storage",
}

operators := products.objects("clusteroperators.config.openshift.io")

# expected are the resources that this distribution has for certain, recognised or not.
expected contains resource if {
	input.distribution.name == "openshift"
	some resource in {"clusteroperators.config.openshift.io", "clusterversions.config.openshift.io"}
}

expected contains resource if {
	some resource in {"clusteroperators.config.openshift.io", "clusterversions.config.openshift.io"}
	products.served(resource)
}

expected contains "helmcharts.helm.cattle.io" if input.distribution.name in {"k3s", "rke2"}

# unread are findings on those that could not be read.
unread contains {"message": text} if some text in products.unread(expected)

# says(item, type, status) is what a condition of that status says: its message, or its reason.
says(item, type, status) := word(c) if {
	c := products.condition(item, type)
	c.status == status
}

word(condition) := condition.message if {
	condition.message != ""
} else := condition.reason if {
	condition.reason != ""
} else := condition.status
