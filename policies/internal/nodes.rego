# METADATA
# title: Nodes, and which of them are eligible for what
package kready.internal.nodes

import data.kready.lib

# condition_true holds when a node's condition of a type is True.
condition_true(node, type) if {
	some c in node.conditions
	c.type == type
	c.status == "True"
}

# agent_nodes are the nodes on which an agent can be expected: not virtual, not just
# joined, Ready and with a network for pods. The others are reported by
# cluster/nodes-ready.
agent_nodes := [n |
	some n in input.nodes
	not n.virtual
	not n.justJoined
	condition_true(n, "Ready")
	not condition_true(n, "NetworkUnavailable")
]

# too_young says of the nodes that agent_nodes leaves out how many are young. A check that has no
# other node to judge cannot tell: it neither passes nor is skipped.
too_young := sprintf("%s less than %s ago, and no other can be judged", [
	lib.counted(count(young), "node joined", "nodes joined"),
	lib.counted(input.thresholds.settlingMinutes, "minute", "minutes"),
]) if {
	young := [name | some name in other_nodes; some n in input.nodes; n.name == name; n.young]
	count(young) > 0
}

# left_out says how many nodes agent_nodes leaves to cluster/nodes-ready.
left_out := "" if count(other_nodes) == 0

left_out := sprintf(" (%s not Ready or just made: see cluster/nodes-ready)", [lib.counted(count(other_nodes), "node is", "nodes are")]) if {
	count(other_nodes) > 0
}

# other_nodes are the names of the nodes that agent_nodes leaves out, without virtual ones.
other_nodes := {n.name |
	some n in input.nodes
	not n.virtual
} - {n.name | some n in agent_nodes}

# taint_text writes a taint as kubectl does: key=value:effect.
taint_text(taint) := sprintf("%s:%s", [taint.key, taint.effect]) if taint.value == ""

taint_text(taint) := sprintf("%s=%s:%s", [taint.key, taint.value, taint.effect]) if taint.value != ""

# open are the names of the nodes among which ordinary pods can move: not virtual, and not kept
# for other pods by a taint. Cordoned nodes and nodes with a transient taint count.
open contains n.name if {
	some n in input.nodes
	not n.virtual
	not repels_ordinary_pods(n)
}

repels_ordinary_pods(node) if {
	some taint in node.taints
	taint.repels
	not taint.transient
}
