# METADATA
# title: The CNI plugin's agent is ready on every node
# description: |
#   Pods on a node without its CNI agent lose the network piece by piece: those that run
#   keep what they have, new ones hang in ContainerCreating, policies are no longer
#   updated. DaemonSets do not tell: a node whose taint the agent does not tolerate is not
#   among the nodes that they want.
#
#   The agents' ready pods are compared with the list of nodes, whatever the DaemonSet's
#   own status says; with several CNI products, one of them is enough. Where the plugin runs
#   no agent that kready knows, and on Windows nodes, it is enough that the node is Ready and
#   does not report its network as unavailable. Left out are virtual nodes, nodes younger
#   than five minutes, and those that say themselves that they are not Ready or have no
#   network: `cluster/nodes-ready` reports them.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations
# custom:
#   level: healthy
#   tier: must
#   requires: [network/cni-present]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads/pods]
#     gap: [workloads/pods]
#   remediation: |
#     See why the agent is not ready on the node:
#
#         kubectl get pods -A -o wide --field-selector spec.nodeName=NODE
#   remedies:
#   - state: taint
#     text: |
#       Let the agent tolerate all taints, in the product's own values or manifest:
#       `tolerations: [{operator: Exists}]`.
#   - state: operator
#     text: |
#       See what Calico's operator is waiting for:
#
#           kubectl describe tigerastatus TIGERASTATUS
package kready.network["cni-coverage"]

import data.kready.internal.agents
import data.kready.internal.conditions
import data.kready.internal.nodes
import data.kready.internal.products
import data.kready.lib

plugins := lib.running("network/cni")

gap contains found if some found in uncovered

gap contains found if some found in refused

uncovered := agents.uncovered_findings(plugins)

# refused is what Calico's own operator says of Calico, where that is that it is not available.
refused contains lib.finding("TigeraStatus", "", status.name, sprintf("the operator says that it is not available: %s", [conditions.text(available)])) if {
	some impl in plugins
	impl.name == "calico"
	some status in products.objects("tigerastatuses.operator.tigera.io")
	status.name == "calico"
	available := products.condition(status, "Available")
	available.status == "False"
}

skip contains "there is no node to judge" if {
	nodes.agent_count == 0
	not nodes.too_young
}

unknown contains {"message": nodes.too_young} if nodes.agent_count == 0

amount := lib.counted(nodes.agent_count, "node", "nodes")

state contains "taint" if {
	some finding in uncovered
	contains(finding.message, "a taint keeps")
}

state contains "operator" if count(refused) > 0

summary.gap contains sprintf("%d of %s %s without a ready agent of %s", [count(uncovered), amount, lib.are(count(uncovered)), agents.titles(plugins)]) if {
	count(uncovered) > 0
}

summary.gap contains "Calico's operator says that Calico is not available" if count(refused) > 0

summary.unknown contains "which nodes have a ready agent cannot be told yet"

summary.pass contains sprintf("%s has a ready agent on %s%s", [lib.names(plugins), every_node, nodes.left_out]) if {
	agents.all_counted(plugins)
}

summary.pass contains sprintf("%s says that pods have a network%s; the CNI plugin runs no agent that kready can count", [every_node, nodes.left_out]) if {
	not agents.all_counted(plugins)
}

every_node := "the one node" if nodes.agent_count == 1

every_node := sprintf("each of %s", [amount]) if nodes.agent_count > 1
