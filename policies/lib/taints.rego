package kready.lib

# tolerated(taint, workload) holds when a taint does not keep a workload's pods off a node. It
# asks what kready found by the scheduler's rules (`input.untolerated`).
tolerated(taint, workload) if {
	untolerated := {[t.key, t.value, t.effect] |
		some u in input.untolerated
		[u.kind, u.namespace, u.name] == [workload.kind, workload.namespace, workload.name]
		some t in u.taints
	}
	not [taint.key, taint.value, taint.effect] in untolerated
}
