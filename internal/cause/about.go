package cause

import "slices"

// aboutReadiness are the checks whose gaps say that something is not there, not ready or does not
// answer: they follow when what they rest on is not well. The gaps of all others, such as that of
// a budget or a version, stand for themselves even on the same object.
var aboutReadiness = []string{
	"backup/present",
	"certificates/cert-manager-healthy", "certificates/issuer-present",
	"cluster/apiservices-available", "cluster/crd-conversion-live", "cluster/nodes-ready", "cluster/system-workloads",
	"delivery/controllers-healthy", "delivery/tool",
	"dns/ha", "dns/nodelocal", "dns/present",
	"identity/mechanism", "identity/webhook-healthy",
	"images/pull-errors",
	"ingress/controller-healthy", "ingress/gateway-class-accepted", "ingress/present",
	"logs/agent-admission", "logs/collector", "logs/coverage", "logs/events",
	"mesh/ambient-nodes", "mesh/control-plane", "mesh/present",
	"metrics/ksm-node-exporter", "metrics/pipeline", "metrics/prometheus-healthy", "metrics/resource-metrics",
	"network/cni-coverage", "network/cni-present", "network/loadbalancer-provider", "network/policy-engine", "network/servers-under-deny", "network/service-proxy-present",
	"policy/engine", "policy/webhook-backends",
	"scaling/node-autoscaler", "scaling/unschedulable",
	"secrets/controller-healthy", "secrets/csi-driver", "secrets/mechanism", "secrets/vault-injector",
	"storage/provisioner-live",
	"tracing/collector",
}

// AboutReadiness returns the ids of the checks whose gaps have causes.
func AboutReadiness() []string { return slices.Clone(aboutReadiness) }
