package kready.lib

# node_is holds when a node's condition of a type is True.
node_is(node, type) if {
	some c in node.conditions
	c.type == type
	c.status == "True"
}

# newcomer holds for a node that joined a short time ago (settling_minutes) while others were
# there before: its agents may still be starting. In a cluster that is new as a whole
# no node is a newcomer; whoever checks it means all of it.
newcomer(node) if {
	established
	young(node)
}

# established holds when one node at least is older. It is asked once, not for each node.
established if {
	some n in input.nodes
	not n.virtual
	not young(n)
}

# young holds for a node that is younger than settling_minutes.
young(node) if {
	known(node.createdAt)
	known(input.collectedAt)
	age := time.parse_rfc3339_ns(input.collectedAt) - time.parse_rfc3339_ns(node.createdAt)
	age < (settling_minutes * 60) * 1000000000
}

# agent_nodes are the nodes on which an agent can be asked for: not virtual, not just
# made, Ready and with a network for pods. What ails the others is told by
# cluster/nodes-ready.
agent_nodes := [n |
	some n in input.nodes
	not n.virtual
	not newcomer(n)
	node_is(n, "Ready")
	not node_is(n, "NetworkUnavailable")
]

# left_out says how many nodes agent_nodes leaves to cluster/nodes-ready.
left_out := "" if count(absent_nodes) == 0

left_out := sprintf(" (%s not Ready or just made: see cluster/nodes-ready)", [counted(count(absent_nodes), "node is", "nodes are")]) if {
	count(absent_nodes) > 0
}

absent_nodes := {n.name |
	some n in input.nodes
	not n.virtual
} - {n.name | some n in agent_nodes}

# counted_agents are the implementations of a role whose agents were counted by node.
counted_agents(impls) := {impl |
	some impl in impls
	impl.nodes.of > 0
}

# all_counted holds when there is an implementation and each has counted agents, so
# that a node that all of them miss is really without one.
all_counted(impls) if {
	count(impls) > 0
	count(counted_agents(impls)) == count(impls)
}

# uncovered are the Linux nodes without a ready agent of any of the implementations.
# Windows nodes are left out: their agents run on the host as often as in a pod.
uncovered(impls) := [n |
	all_counted(impls)
	missed := intersection({{name | some name in impl.nodes.missing} | some impl in impls})
	some n in agent_nodes
	n.os != "windows"
	n.name in missed
]

# uncovered_findings say of each of these nodes why it has no ready agent. Only small
# values are handed on: OPA compares arguments each time.
uncovered_findings(impls) := {f |
	title := titles(impls)
	daemons := [w | some impl in impls; some w in parts(impl); w.kind == "DaemonSet"]
	names := {[object.get(ref, "namespace", ""), ref.name] | some impl in impls; some ref in impl.workloads}
	some n in uncovered(impls)
	agents := [p | some p in agent_pods[n.name]; [p.namespace, p.name] in names]
	f := finding("Node", "", n.name, why_uncovered(title, untolerated(n.taints, daemons), agents))
}

why_uncovered(title, taints, agents) := sprintf("a taint keeps %s away: %s", [title, concat(", ", taints)]) if {
	count(taints) > 0
} else := sprintf("no pod of %s is there", [title]) if {
	count(agents) == 0
} else := sprintf("%s is there and not ready (%s)", [title, concat(", ", reasons)]) if {
	reasons := {r | some p in agents; some r in p.reasons}
	count(reasons) > 0
} else := sprintf("%s is there and not ready", [title])

titles(impls) := concat(" or ", {impl.title | some impl in impls})

# agent_pods are the pods of DaemonSets by node.
agent_pods := {name: found |
	some p in input.pods
	name := p.node
	found := [q |
		q := input.pods[_]
		q.node == name
		q.kind == "DaemonSet"
	]
}

# untolerated are the taints that keep each of the DaemonSets away.
untolerated(taints, daemons) := {taint_text(t) |
	count(daemons) > 0
	some t in taints
	repels(t)
	every w in daemons {
		not tolerated(t, w.tolerations)
	}
}

# repels holds for a taint that keeps pods without a toleration away. Those of
# node.kubernetes.io/ come and go with the node's condition, and DaemonSets are given
# tolerations for them.
repels(taint) if {
	taint.effect in {"NoSchedule", "NoExecute"}
	not startswith(taint.key, "node.kubernetes.io/")
}

taint_text(taint) := sprintf("%s:%s", [taint.key, taint.effect]) if taint.value == ""

taint_text(taint) := sprintf("%s=%s:%s", [taint.key, taint.value, taint.effect]) if taint.value != ""

# tolerated holds when one of the tolerations lets a taint pass.
tolerated(taint, tolerations) if {
	some t in tolerations
	t.effect in {"", taint.effect}
	tolerates_key(t, taint)
}

tolerates_key(toleration, _) if {
	toleration.key == ""
	toleration.operator == "Exists"
}

tolerates_key(toleration, taint) if {
	toleration.key == taint.key
	toleration.operator == "Exists"
}

tolerates_key(toleration, taint) if {
	toleration.key == taint.key
	toleration.operator != "Exists"
	toleration.value == taint.value
}

# system_namespace holds for namespaces that Kubernetes and distributions keep for
# themselves. Services do not land there.
system_namespace(name) if {
	some prefix in {"kube-", "openshift-", "gke-", "gmp-", "aks-", "calico-", "tigera-", "cattle-"}
	startswith(name, prefix)
}

system_namespace("openshift")
