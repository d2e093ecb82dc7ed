# METADATA
# title: Something is there to implement Services on every node
# description: |
#   A Service's address is on no machine: kube-proxy, or what replaces it, rewrites it on
#   every node. On a node without it, pods start and reach nothing by Service name, not
#   even DNS or the API server.
#
#   kready looks for kube-proxy, also inside of other programs (k3s) and out of sight at the
#   provider, and for CNI products that replace it: Cilium by its configuration,
#   OVN-Kubernetes, kube-router. kube-proxy must have a ready pod on every Linux node; where
#   the CNI's own agent does the work, `network/cni-coverage` counts it. That rules are
#   written does not prove that they work; only a probe can.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/networking/virtual-ips/
# custom:
#   level: present
#   tier: must
#   requires: [network/cni-present]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads/pods, networkConfig]
#   remediation: |
#     Install kube-proxy for this cluster, or let the CNI do its work, with Cilium by the value
#     `kubeProxyReplacement: "true"`.
#   remedies:
#   - distributions: [kubeadm, kind]
#     text: |
#       Install kube-proxy again:
#
#           kubeadm init phase addon kube-proxy --kubeconfig /etc/kubernetes/admin.conf
#
#       or let the CNI do its work, with Cilium by the value `kubeProxyReplacement: "true"`.
#   - distributions: [eks]
#     text: |
#       Install the add-on:
#
#           aws eks create-addon --cluster-name CLUSTER --addon-name kube-proxy
#   - distributions: [k3s, rke2]
#     text: |
#       The servers run kube-proxy unless they are told not to: take `disable-kube-proxy` out of their
#       configuration and restart them, or let the CNI do its work.
#   - distributions: [openshift]
#     text: |
#       The network operator deploys it; see what it says:
#
#           oc describe clusteroperator network
#   - state: not-on-every-node
#     text: |
#       Where a taint keeps it away, let its DaemonSet tolerate it: `tolerations: [{operator: Exists}]`. Where
#       it is there and not ready, the node's pods and their logs say why:
#
#           kubectl get pods -A -o wide --field-selector spec.nodeName=NODE
package kready.network["service-proxy-present"]

import data.kready.internal.absence
import data.kready.internal.agents
import data.kready.internal.cni
import data.kready.internal.nodes
import data.kready.lib

proxies := lib.running("network/service-proxy") | cilium

# cilium replaces kube-proxy when its configuration says so.
cilium contains impl if {
	input.networkConfig.cilium.kubeProxyReplacement in {"true", "strict"}
	some impl in lib.running("network/cni")
	impl.name == "cilium"
}

skip contains nodes.all_virtual

gap contains {"message": "neither kube-proxy nor a replacement for it runs"} if missing

gap contains finding if {
	missing
	some finding in absence.findings("network/service-proxy")
}

gap contains found if some found in uncovered

unknown contains finding if {
	count(proxies) == 0
	some finding in cni.possible("network/service-proxy")
}

unknown contains {"message": nodes.too_young} if {
	count(proxies) > 0
	nodes.agent_count == 0
}

missing if {
	count(proxies) == 0
	count(cni.possible("network/service-proxy")) == 0
}

# uncovered are findings on nodes without kube-proxy, where nothing but kube-proxy serves.
uncovered contains found if {
	every impl in proxies {
		not "network/cni" in impl.roles
	}
	some found in agents.uncovered_findings(proxies)
}

state contains "not-on-every-node" if count(uncovered) > 0

summary.gap contains "nothing that is known to implement Services runs" if missing

summary.gap contains sprintf("%s is missing on %d of %s", [agents.titles(proxies), count(uncovered), lib.counted(nodes.agent_count, "node", "nodes")]) if {
	count(uncovered) > 0
}

summary.unknown contains "it cannot be told whether anything implements Services" if count(proxies) == 0

summary.unknown contains sprintf("whether %s has a ready pod on each node cannot be told yet", [lib.names(proxies)]) if count(proxies) > 0

summary.pass contains sprintf("%s is there to implement Services", [lib.names(proxies)]) if {
	count(uncovered) == 0
	count(proxies) == 1
}

summary.pass contains sprintf("%s are both there to implement Services: one of them should go", [lib.names(proxies)]) if {
	count(uncovered) == 0
	count(proxies) > 1
}
