package kready.lib

# tolerated(taint, workload) holds when a taint does not keep a workload's pods off a node. It
# asks what kready found by the scheduler's rules (`input.untolerated`).
tolerated(taint, workload) if {
	not [taint.key, taint.value, taint.effect] in untolerated_taints(workload.kind, workload.namespace, workload.name)
}

# untolerated_taints(kind, namespace, name) are the taints that keep the pods of that workload off
# nodes, each as its key, value and effect.
untolerated_taints(kind, namespace, name) := {[t.key, t.value, t.effect] |
	some u in input.untolerated
	u.name == name
	u.namespace == namespace
	u.kind == kind
	some t in u.taints
}
