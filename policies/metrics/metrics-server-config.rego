# METADATA
# title: metrics-server verifies the certificates of kubelets
# description: |
#   With `--kubelet-insecure-tls`, metrics-server takes the numbers of whoever answers at a node's
#   address. Autoscalers add and remove pods by them. Its authors mean the flag for tests alone.
#
#   kready reads the flags of metrics-server's containers. On kind and minikube, whose kubelets have
#   certificates that nobody can verify, there is no other way.
# related_resources:
# - ref: https://github.com/kubernetes-sigs/metrics-server#requirements
# - ref: https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/#certificate-rotation
# custom:
#   level: configured
#   tier: should
#   requires: [metrics/resource-metrics]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#     gap: [workloads]
#   remediation: |
#     Let the kubelets ask for serving certificates (`serverTLSBootstrap: true` in their configuration), let
#     something approve the requests, such as kubelet-csr-approver, and see that none is left to approve:
#
#         kubectl get certificatesigningrequests
#
#     Then take the flag away where the Deployment comes from.
#   remedies:
#   - distributions: [managed]
#     text: |
#       The provider gives kubelets certificates that the cluster's authority has signed: take the flag away
#       where the Deployment comes from.
package kready.metrics["metrics-server-config"]

import data.kready.internal.workloads
import data.kready.lib

servers contains impl if {
	some impl in workloads.visible("metrics/resource-api")
	impl.name == "metrics-server"
}

gap contains lib.finding(w.kind, w.namespace, w.name, sprintf("it does not verify the certificates of kubelets (--%s)", [flag])) if {
	not provided
	some [w, flag] in careless
}

# careless are the flags by which a server verifies nothing: the second is for releases before 0.6, and for those of GKE.
careless contains [w, flag] if {
	some impl in servers
	some w in lib.workloads_of(impl)
	some flag in {"kubelet-insecure-tls", "deprecated-kubelet-completely-insecure"}
	some value in workloads.flag_values(w, flag)
	value != "false"
}

# provided holds for the metrics-server of GKE, which nobody else can change.
provided if {
	input.distribution.name == "gke"
	some [w, _] in careless
	w.namespace == "kube-system"
}

skip contains "GKE sets up its metrics-server, and has it verify no certificate of kubelets" if provided

skip contains "metrics-server is not seen here" if count(servers) == 0

skip contains sprintf("kubelets of %s have certificates that nobody can verify", [input.distribution.title]) if {
	input.distribution.name in {"kind", "minikube"}
}

summary.gap contains "whoever answers at a node's address can make autoscalers act"

summary.pass contains sprintf("%s verifies the certificates of kubelets", [lib.names(servers)])
