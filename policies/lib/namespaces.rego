package kready.lib

# system_namespace(name) holds for namespaces that Kubernetes and distributions keep for
# themselves, such as kube-system. Services do not land there.
system_namespace(name) if {
	some prefix in {"kube-", "openshift-", "gke-", "gmp-", "aks-", "calico-", "tigera-", "cattle-"}
	startswith(name, prefix)
}

system_namespace("openshift")
