# METADATA
# title: The agents of the ambient mesh are ready on every node
# description: |
#   In Istio's ambient mode, pods have no proxy of their own: ztunnel on their node speaks for
#   them, and istio-cni sends their traffic there. On a node without istio-cni, pods of the
#   mesh talk in plain text past every rule, or do not start; without ztunnel, they reach
#   nobody.
#
#   The ready pods of both DaemonSets are compared with the list of nodes, whatever their own
#   status says: that leaves out nodes whose taints they do not tolerate. Left out are virtual
#   and Windows nodes, those younger than five minutes, and those that are not Ready, which
#   `cluster/nodes-ready` reports. It does not see whether istio-cni's plugin is called on the
#   node: Cilium with `cni-exclusive=true` takes it out of the chain.
# related_resources:
# - ref: https://istio.io/latest/docs/ambient/install/platform-prerequisites/
# - ref: https://istio.io/latest/docs/ambient/architecture/data-plane/
# custom:
#   level: healthy
#   tier: must
#   requires: [mesh/present]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     Where a taint keeps the agents away, let them tolerate it in the values of the charts
#     `ztunnel` and `cni`. Where they are there and not ready, read their log; k3s, GKE, OpenShift
#     and others need `global.platform` set, since their CNI folders are elsewhere.
package kready.mesh["ambient-nodes"]

import data.kready.internal.agents
import data.kready.internal.nodes
import data.kready.lib

daemons(image) := [w |
	some impl in lib.running("mesh/data-plane")
	some w in lib.workloads_of(impl)
	w.kind == "DaemonSet"
	some c in w.containers
	contains(c.image.repository, image)
]

tunnels := daemons("ztunnel")

plugins := daemons("install-cni")

# daemon_sets are the two DaemonSets, each in the form of an implementation of its own.
daemon_sets := [{"title": title, "nodes": covered(w), "workloads": [{"kind": w.kind, "namespace": w.namespace, "name": w.name}]} |
	some pair in [["ztunnel", tunnels], ["istio-cni", plugins]]
	title := pair[0]
	some w in pair[1]
]

default covered(_) := {"covered": 0, "of": 0, "missing": []}

covered(w) := {"covered": c.covered, "of": c.of, "missing": c.missing} if {
	some c in input.coverage
	c.namespace == w.namespace
	c.name == w.name
}

gap contains found if {
	some daemon in daemon_sets
	some found in agents.uncovered_findings({daemon})
}

gap contains finding if {
	count(plugins) == 0
	some w in tunnels
	finding := lib.finding(w.kind, w.namespace, w.name, "istio-cni is not there: nothing sends the traffic of pods to ztunnel")
}

unknown contains finding if {
	some daemon in daemon_sets
	daemon.nodes.of == 0
	some w in daemon.workloads
	finding := lib.finding(w.kind, w.namespace, w.name, "on which nodes it has ready pods is not known")
}

unknown contains {"message": nodes.too_young} if nodes.agent_count == 0

skip contains "no mesh runs in Istio's ambient mode" if count(tunnels) == 0

skip contains "there is no node to judge" if {
	nodes.agent_count == 0
	not nodes.too_young
}

uncovered_nodes contains f.object.name if {
	some f in gap
	f.object.kind == "Node"
}

total_text := lib.counted(nodes.agent_count, "node", "nodes")

summary.pass contains sprintf("ztunnel and istio-cni are ready on %s%s", [every_node, nodes.left_out])

every_node := "the one node" if nodes.agent_count == 1

every_node := sprintf("each of %s", [total_text]) if nodes.agent_count > 1

summary.gap contains sprintf("%d of %s %s without a ready agent of the mesh", [count(uncovered_nodes), total_text, lib.are(count(uncovered_nodes))]) if count(uncovered_nodes) > 0

summary.gap contains "the ambient mesh lacks istio-cni" if count(uncovered_nodes) == 0

summary.unknown contains "on which nodes the agents are ready cannot be told"
