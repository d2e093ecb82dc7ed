# METADATA
# title: Services, pods and nodes agree on IPv4 and IPv6
# description: |
#   With two families, each has to be there three times: for Services, for pods, and for nodes. A Service gets an address of
#   each of its families whether pods have one or not; a client that takes the second then connects to nothing, on some nodes or on all of
#   them.
#
#   It is judged where there are two families: in the ranges for Services, or on a node. Nodes whose ranges for pods are of one
#   family while those of others are of two are a gap; and, with Services of two, nodes with ranges or internal addresses of one. The ranges
#   of nodes do not matter where the network gives pods their addresses by itself (Calico, most ways of Cilium, the clouds' own).
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/dual-stack/
# - ref: https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/dual-stack-support/
# custom:
#   level: configured
#   tier: could
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     gap: [workloads/pods, nodes]
#     pass: [workloads/pods]
#     skip: [workloads/pods]
#   remediation: |
#     Give all of them both families: the API server `--service-cluster-ip-range`, the controller manager `--cluster-cidr`,
#     each kubelet `--node-ip`, and the network's own configuration. A node gets its ranges when it joins, so replace
#     those that lack one. See which they have:
#
#         kubectl get nodes -o custom-columns=NAME:.metadata.name,PODS:.spec.podCIDRs,ADDRESSES:.status.addresses
package kready.network["dual-stack-consistent"]

import data.kready.lib

family(cidr) := "IPv6" if {
	contains(cidr, ":")
} else := "IPv4"

# of_services are the families of the ranges for Services.
of_services contains family(cidr) if {
	some r in input.serviceRanges.ranges
	r.ready != "False"
	some cidr in r.cidrs
}

judged := [k | some k in input.nodeKinds; not k.virtual]

amount := sum([k.count | some k in judged])

two(families) if count(families) == 2

# by_node_ranges holds where pods have addresses of their node's ranges.
by_node_ranges if {
	networks := {impl.name | some impl in lib.running("network/cni")}
	count(networks) > 0
	every name in networks {
		uses_node_ranges(name)
	}
}

uses_node_ranges(name) if name in {"flannel", "canal", "kindnet", "kubenet", "kube-router"}

uses_node_ranges("cilium") if input.networkConfig.cilium.ipam == "kubernetes"

# mixed holds where some node has both families for pods.
mixed if {
	some k in judged
	two(k.podFamilies)
}

gap contains lib.finding("Node", "", name, sprintf("its range for pods is of %s alone, and other nodes have both families", [k.podFamilies[0]])) if {
	mixed
	some k in judged
	count(k.podFamilies) == 1
	some name in k.names
}

gap contains lib.finding("Node", "", name, sprintf("its range for pods is of %s alone, and Services have both families", [k.podFamilies[0]])) if {
	two(of_services)
	by_node_ranges
	not mixed
	some k in judged
	count(k.podFamilies) == 1
	some name in k.names
}

gap contains lib.finding("Node", "", name, sprintf("its internal addresses are of %s alone, and Services and pods have both families", [k.addressFamilies[0]])) if {
	two(of_services)
	some k in judged
	two(k.podFamilies)
	count(k.addressFamilies) == 1
	some name in k.names
}

dual if two(of_services)

dual if mixed

skip contains "nothing here has both IPv4 and IPv6" if not dual

summary.pass contains "Services have both families, and no node lacks one" if two(of_services)

summary.pass contains sprintf("all of %s have both families for pods", [lib.counted(amount, "node", "nodes")]) if not two(of_services)

summary.gap contains sprintf("%s in a family that is used elsewhere", [lib.counted(count({f.object.name | some f in gap}), "node lacks addresses", "nodes lack addresses")])
