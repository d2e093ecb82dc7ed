package cause

import "slices"

// aboutReadiness are the checks whose gaps say that something is not there, not ready or does not
// answer: they follow when what they rest on is not well. The gaps of all others, such as that of
// a budget or a version, stand for themselves even on the same object.
var aboutReadiness = []string{
	"backup/present",
	"certificates/cert-manager-healthy", "certificates/issuer-present", "certificates/trust-distribution",
	"cluster/apiservices-available", "cluster/crd-conversion-live", "cluster/node-problem-detection", "cluster/nodes-ready", "cluster/system-workloads",
	"delivery/controllers-healthy", "delivery/tool",
	"dns/external-dns", "dns/ha", "dns/nodelocal", "dns/present",
	"identity/mechanism", "identity/spiffe", "identity/webhook-healthy",
	"images/pull-errors", "images/scanner", "images/verification",
	"ingress/controller-healthy", "ingress/gateway-class-accepted", "ingress/present",
	"logs/agent-admission", "logs/collector", "logs/coverage", "logs/events",
	"mesh/ambient-nodes", "mesh/control-plane", "mesh/injection-served", "mesh/present",
	"metrics/ksm-node-exporter", "metrics/pipeline", "metrics/prometheus-healthy", "metrics/resource-metrics",
	"network/cni-coverage", "network/cni-present", "network/loadbalancer-provider", "network/pods-connected", "network/policy-engine", "network/servers-under-deny", "network/service-proxy-present",
	"policy/engine", "policy/runtime-detection", "policy/webhook-backends",
	"scaling/node-autoscaler", "scaling/unschedulable",
	"secrets/controller-healthy", "secrets/csi-driver", "secrets/mechanism", "secrets/reload", "secrets/vault-injector",
	"storage/provisioner-live",
	"tracing/collector", "tracing/profiling",
}

// AboutReadiness returns the ids of the checks whose gaps have causes.
func AboutReadiness() []string { return slices.Clone(aboutReadiness) }
