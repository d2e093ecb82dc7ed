package kready.lib

# system_namespace(name) holds for namespaces that Kubernetes and distributions keep for
# themselves, such as kube-system. Services do not land there.
system_namespace(name) if {
	some prefix in {
		"kube-", "openshift-", "gke-", "gmp-", "config-management-", "aks-", "azure-arc", "calico-", "tigera-", "cattle-", "k0s-",
	}
	startswith(name, prefix)
}

system_namespace(name) if {
	name in {
		"openshift", "app-routing-system", "amazon-cloudwatch", "amazon-guardduty", "aws-observability",
		"ibm-cert-store", "ibm-observe", "ibm-operators", "ibm-system",
	}
}
