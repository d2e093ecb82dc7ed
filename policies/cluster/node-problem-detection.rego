# METADATA
# title: Faults of nodes show as conditions
# description: |
#   A kernel that hangs, a file system that turned read-only or a runtime that restarts again and again
#   does not make a kubelet say that it is not Ready. Without an agent that looks for such faults the node
#   goes on to take pods, and each service finds out by itself.
#
#   kready looks for a node problem detector on each Linux node, by its pods or by the conditions that it
#   writes (`KernelDeadlock`, `ReadonlyFilesystem`, `Frequent…Restart`; those of EKS's node monitoring agent
#   and of AKS). GKE and AKS run one as a service of the node. Which faults it looks for is not read;
#   what it reports is asked by `cluster/node-problems`.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/debug/debug-cluster/monitor-node-health/
# - ref: https://docs.aws.amazon.com/eks/latest/userguide/node-health.html
# - ref: https://learn.microsoft.com/en-us/azure/aks/node-problem-detector
# custom:
#   level: present
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads]
#   remediation: |
#     Install the node problem detector as a DaemonSet that tolerates all taints. Conditions alone move no
#     pod: what should follow (a drain, a new node) is for your node autoscaler or a remediation
#     controller.
#   remedies:
#   - distributions: [eks]
#     text: |
#       Add the node monitoring agent:
#
#           aws eks create-addon --cluster-name CLUSTER --addon-name eks-node-monitoring-agent
package kready.cluster["node-problem-detection"]

import data.kready.internal.agents
import data.kready.internal.nodes
import data.kready.internal.presence
import data.kready.lib

role := "cluster/node-health"

detectors := lib.running(role)

hidden contains impl if {
	some impl in detectors
	impl.state == "hidden"
}

judged := [k | some k in nodes.agent_kinds; k.os != "windows"]

watched contains name if {
	some k in judged
	k.watched
	some name in k.names
}

# covered are the nodes on which an agent has a ready pod.
covered contains name if {
	agents.all_counted(detectors)
	missed := intersection({{name | some name in impl.nodes.missing} | some impl in detectors})
	some k in judged
	some name in k.names
	not name in missed
}

unwatched := [name | some k in judged; some name in k.names; not name in seen_after]

seen_after := watched | covered

gap contains {"message": "nothing that kready knows looks for faults of nodes"} if {
	count(judged) > 0
	count(detectors) == 0
	count(watched) == 0
}

gap contains finding if {
	count(watched) == 0
	presence.all_down(detectors)
	some finding in presence.down(detectors)
}

gap contains lib.finding("Node", "", name, "no agent that looks for faults is ready there, and no condition tells of one") if {
	seen
	count(hidden) == 0
	some name in unwatched
}

# seen holds where some nodes are looked after, so that the others stand out.
seen if count(watched) > 0

seen if {
	agents.all_counted(detectors)
	not presence.all_down(detectors)
}

skip contains "there is no Linux node to judge" if {
	count(judged) == 0
	not nodes.too_young
}

unknown contains {"message": nodes.too_young} if count(judged) == 0

summary.gap contains "faults of nodes do not show" if not seen

summary.gap contains sprintf("%s not looked after", [lib.counted(count(unwatched), "node is", "nodes are")]) if seen

summary.unknown contains "which nodes are looked after cannot be told yet"

summary.pass contains sprintf("%s looks for faults of nodes", [lib.names(detectors)]) if count(detectors) > 0

summary.pass contains "the nodes carry conditions about their faults" if count(detectors) == 0
