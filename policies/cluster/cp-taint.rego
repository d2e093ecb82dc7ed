# METADATA
# title: Ordinary pods are kept off the control plane's nodes
# description: |
#   An application that runs beside the API server and etcd competes with them for memory and
#   disk, and who breaks out of it is on the machine that holds the cluster's keys.
#
#   Every node with the label `node-role.kubernetes.io/control-plane` must have a taint of the
#   control plane with NoSchedule or NoExecute. Not judged are control planes that the provider
#   runs, clusters in which every node serves the control plane, and k3s and RKE2, whose servers
#   take pods by default.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
# - ref: https://kubernetes.io/docs/reference/labels-annotations-taints/#node-role-kubernetes-io-control-plane-taint
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   remediation: |
#     Taint the nodes. Pods that run there stay until they are made again: delete them, or drain
#     the node once.
#
#         kubectl taint nodes NODE node-role.kubernetes.io/control-plane:NoSchedule
package kready.cluster["cp-taint"]

import data.kready.lib

control_plane := [n | some n in input.nodeKinds; n.controlPlane; not n.virtual]

others := [n | some n in input.nodeKinds; not n.controlPlane; not n.virtual]

amount := sum([n.count | some n in control_plane])

gap contains lib.finding("Node", "", name, "it serves the control plane and takes ordinary pods") if {
	some n in control_plane
	not n.keptForControlPlane
	some name in n.names
}

skip contains "the control plane has no nodes in this cluster" if count(control_plane) == 0

skip contains "every node serves the control plane" if {
	count(control_plane) > 0
	count(others) == 0
}

skip contains sprintf("servers of %s take pods by default", [input.distribution.title]) if input.distribution.name in {"k3s", "rke2"}

summary.gap contains sprintf("%d of %s ordinary pods", [count(gap), lib.counted(amount, "control-plane node takes", "control-plane nodes take")])

summary.pass contains sprintf("%s tainted", [lib.counted(amount, "control-plane node is", "control-plane nodes are")])
