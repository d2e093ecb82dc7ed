package kube

import (
	"slices"
	"strings"
)

// SystemNamespace reports whether Kubernetes or a distribution keeps a namespace for itself,
// by its name: services do not land there. Policies ask data.kready.lib.system_namespace,
// which a test holds to this.
func SystemNamespace(name string) bool {
	return slices.Contains(systemNamespaces, name) || slices.ContainsFunc(SystemNamespacePrefixes(), func(prefix string) bool {
		return strings.HasPrefix(name, prefix)
	})
}

// systemNamespaces are whole names.
var systemNamespaces = []string{
	"openshift",
	// https://learn.microsoft.com/azure/aks/app-routing
	"app-routing-system",
	// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/install-CloudWatch-Observability-EKS-addon.html
	"amazon-cloudwatch",
	// https://docs.aws.amazon.com/guardduty/latest/ug/eks-runtime-monitoring-security-agent-manual.html
	"amazon-guardduty",
	// https://docs.aws.amazon.com/eks/latest/userguide/fargate-logging.html
	"aws-observability",
	// https://cloud.ibm.com/docs/containers?topic=containers-service-arch,
	// https://cloud.ibm.com/docs/monitoring?topic=monitoring-agent-deploy-kube-helm for its agents,
	// https://cloud.ibm.com/docs/containers?topic=containers-secrets for what its Ingress keeps certificates in
	"ibm-cert-store", "ibm-observe", "ibm-operators", "ibm-system",
}

// SystemNamespacePrefixes returns what the names of system namespaces begin with.
func SystemNamespacePrefixes() []string {
	return []string{
		"kube-",        // https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
		"openshift-",   // https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/building_applications/projects
		"gke-", "gmp-", // https://cloud.google.com/kubernetes-engine/docs, gke-managed-*, gmp-system, gmp-public
		"config-management-", // https://cloud.google.com/kubernetes-engine/config-sync/docs
		"aks-", "azure-arc",  // https://learn.microsoft.com/azure/azure-arc/kubernetes/conceptual-agent-overview
		"calico-", "tigera-", // https://docs.tigera.io/calico/latest/reference/architecture/overview
		"cattle-", // https://ranchermanager.docs.rancher.com, cattle-system, cattle-fleet-system
		"k0s-",    // https://docs.k0sproject.io/stable/autopilot, k0s-autopilot, k0s-system
	}
}
