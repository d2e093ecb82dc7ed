# METADATA
# title: What watches workloads for attacks runs on every node, where it is installed
# description: |
#   Rules at admission see what is started, not what it does. Where an agent watches system calls, a node
#   without it is the one on which nobody is told, and the agent's own dashboard says nothing of it.
#
#   kready looks for a known product (Falco, Tetragon, KubeArmor, agents of vendors) and for a ready
#   pod of it on each node. What its rules are and where its alerts go is not read. A cluster
#   without one is left out.
# related_resources:
# - ref: https://falco.org/docs/
# - ref: https://tetragon.io/docs/
# custom:
#   level: present
#   tier: could
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads/pods]
#   remediation: |
#     Let the DaemonSet tolerate the taints of the nodes that it misses, and see why its pods are not
#     ready elsewhere:
#
#         kubectl -n NAMESPACE describe KIND NAME
package kready.policy["runtime-detection"]

import data.kready.internal.absence
import data.kready.internal.agents
import data.kready.internal.nodes
import data.kready.internal.optional
import data.kready.lib

role := "policy/runtime"

watchers := lib.running(role)

gap contains finding if some finding in optional.faults(role)

gap contains finding if {
	count(optional.faults(role)) == 0
	some finding in agents.uncovered_findings(watchers)
}

unknown contains {"message": sprintf("%s is asked for; whether it comes up cannot be told from manifests", [who])} if {
	count(watchers) == 0
	who := absence.expected(role)
}

skip contains "nothing that kready knows watches workloads for attacks" if optional.none(role)

summary.pass contains sprintf("%s runs%s", [lib.names(watchers), where])

summary.gap contains sprintf("%s without %s", [lib.counted(count(agents.uncovered(watchers)), "node is", "nodes are"), agents.titles(watchers)]) if {
	count(optional.faults(role)) == 0
}

summary.gap contains "what watches workloads does not run" if count(optional.faults(role)) > 0

where := sprintf(" on %s%s", [lib.counted(nodes.agent_count, "node", "nodes"), nodes.left_out]) if agents.all_counted(watchers)

where := "; on which nodes cannot be counted" if not agents.all_counted(watchers)
