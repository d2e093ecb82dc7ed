# METADATA
# title: Agents, of which there should be one on each node
package kready.internal.agents

import data.kready.internal.nodes
import data.kready.lib

# counted are the implementations whose agents were counted by node.
counted(impls) := {impl |
	some impl in impls
	impl.nodes.of > 0
}

# all_counted holds when there is an implementation and each has counted agents, so
# that a node that all of them miss is really without one.
all_counted(impls) if {
	count(impls) > 0
	count(counted(impls)) == count(impls)
}

# uncovered are the Linux nodes without a ready agent of any of the implementations.
# Windows nodes are left out: their agents run on the host as often as in a pod.
uncovered(impls) := [{"name": name, "taints": k.taints} |
	all_counted(impls)
	missed := intersection({{name | some name in impl.nodes.missing} | some impl in impls})
	count(missed) > 0
	some k in nodes.agent_kinds
	k.os != "windows"
	some name in k.names
	name in missed
]

# uncovered_findings say of each of these nodes why it has no ready agent. Only small
# values are handed on: OPA compares arguments each time.
uncovered_findings(impls) := {f |
	title := titles(impls)
	daemons := [w | some impl in impls; some w in lib.workloads_of(impl); w.kind == "DaemonSet"]
	names := {[object.get(ref, "namespace", ""), ref.name] | some impl in impls; some ref in impl.workloads}
	some n in uncovered(impls)
	agents := [{"reasons": reasons} | some [namespace, name, reasons], _ in unready_by_node[n.name]; [namespace, name] in names]
	f := lib.finding("Node", "", n.name, why_uncovered(title, untolerated(n.taints, daemons), agents))
}

why_uncovered(title, taints, agents) := sprintf("a taint keeps %s away: %s", [title, concat(", ", taints)]) if {
	count(taints) > 0
} else := sprintf("no pod of %s is there", [title]) if {
	count(agents) == 0
} else := sprintf("%s is there and not ready (%s)", [title, concat(", ", reasons)]) if {
	reasons := {r | some p in agents; some r in p.reasons}
	count(reasons) > 0
} else := sprintf("%s is there and not ready", [title])

# titles joins the titles of implementations with "or".
titles(impls) := concat(" or ", {impl.title | some impl in impls})

# unready_by_node are the DaemonSets whose pods on a node are not ready, by node, each with the reasons. It is one
# value and no rule by key: see lib.workload_positions.
unready_by_node := object.union_n([{u.node: {[p.namespace, p.name, u.reasons]: true}} |
	some p in input.podPlaces
	p.kind == "DaemonSet"
	some u in p.unready
])

# untolerated are the taints that keep each of the DaemonSets away.
untolerated(taints, daemons) := {nodes.taint_text(t) |
	count(daemons) > 0
	some t in taints
	every w in daemons {
		not lib.tolerated(t, w)
	}
}
