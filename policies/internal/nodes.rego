# METADATA
# title: Nodes, and which of them are eligible for what
package kready.internal.nodes

import data.kready.lib

# agent_kinds are the nodes on which an agent can be expected: not virtual, not just joined, Ready and with a
# network for pods. The others are reported by cluster/nodes-ready.
agent_kinds := [k | some k in input.nodeKinds; k.takesAgents]

agent_count := sum([k.count | some k in agent_kinds])

# real_count counts the nodes that are not virtual.
real_count := sum([k.count | some k in input.nodeKinds; not k.virtual])

# all_virtual says that no node is more than one in name: what agents do on nodes is the provider's there.
all_virtual := "all nodes are virtual: the provider runs their network" if {
	count(input.nodeKinds) > 0
	real_count == 0
}

# too_young says of the nodes that agent_kinds leaves out how many are young. A check that has no
# other node to judge cannot tell: it neither passes nor is skipped.
too_young := sprintf("%s less than %s ago, and no other can be judged", [
	lib.counted(young, "node joined", "nodes joined"),
	lib.counted(input.thresholds.settlingMinutes, "minute", "minutes"),
]) if {
	young := sum([k.count | some k in other_kinds; k.young])
	young > 0
}

# left_out says how many nodes agent_kinds leaves to cluster/nodes-ready.
left_out := "" if count(other_kinds) == 0

left_out := sprintf(" (%s not Ready or just made: see cluster/nodes-ready)", [lib.counted(others, "node is", "nodes are")]) if {
	others := sum([k.count | some k in other_kinds])
	others > 0
}

# other_kinds are the nodes that agent_kinds leaves out, without virtual ones.
other_kinds := [k | some k in input.nodeKinds; not k.virtual; not k.takesAgents]

# taint_text writes a taint as kubectl does: key=value:effect.
taint_text(taint) := sprintf("%s:%s", [taint.key, taint.effect]) if taint.value == ""

taint_text(taint) := sprintf("%s=%s:%s", [taint.key, taint.value, taint.effect]) if taint.value != ""

# open_count is among how many nodes ordinary pods can move: not virtual, and not kept
# for other pods by a taint. Cordoned nodes and nodes with a transient taint count.
open_count := sum([k.count | some k in input.nodeKinds; not k.virtual; not repels_ordinary_pods(k)])

repels_ordinary_pods(node) if {
	some taint in node.taints
	taint.repels
	not taint.transient
}
