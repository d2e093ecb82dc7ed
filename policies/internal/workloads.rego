# METADATA
# title: Whether implementations run, as their workloads show it
package kready.internal.workloads

import data.kready.lib

# visible are the implementations of a role whose workloads can be looked at. Those that
# the provider runs out of sight are not among them.
visible(role) := {impl |
	some impl in lib.running(role)
	count(impl.workloads) > 0
}

# down are findings on the workloads of an implementation that have no ready pod. A
# DaemonSet that no node is eligible for is not down: it may be meant for Windows.
down(impl) := {lib.finding(w.kind, w.namespace, w.name, message) |
	some w in lib.workloads_of(impl)
	w.status
	is_down(w)
	message := why_down(impl, w)
}

# is_down holds for a workload without a ready pod. One that was just scaled to zero may still have some for a moment.
is_down(w) if w.ready == 0

is_down(w) if {
	w.desired == 0
	w.kind != "DaemonSet"
}

why_down(impl, w) := sprintf("%s is scaled to zero", [impl.title]) if {
	w.desired == 0
	w.kind != "DaemonSet"
}

why_down(impl, w) := sprintf("the only pod of %s is not ready", [impl.title]) if w.desired == 1

why_down(impl, w) := sprintf("none of %d pods of %s is ready", [w.desired, impl.title]) if w.desired > 1

# stopped holds when an implementation has workloads, and none of them has a ready pod.
stopped(impl) if {
	own := lib.workloads_of(impl)
	count(own) > 0
	every w in own {
		w.status
		is_down(w)
	}
}

# without_status are findings on the workloads of an implementation that carry no status,
# as in a rendered manifest: nothing shows whether their pods run.
without_status(impl) := {lib.finding(w.kind, w.namespace, w.name, message) |
	some w in lib.workloads_of(impl)
	not w.status
	message := sprintf("%s carries no status: whether it runs cannot be told", [impl.title])
}

# readiness says how many pods of an implementation are ready.
readiness(impl) := sprintf("%s: %d of %s ready", [lib.named(impl), ready, lib.counted(desired, "pod", "pods")]) if {
	ready := sum([w.ready | some w in lib.workloads_of(impl)])
	desired := sum([w.desired | some w in lib.workloads_of(impl)])
}

# flag_values are the values that the containers of a workload give a flag.
flag_values(workload, flag) := [a.value |
	some c in workload.containers
	some a in c.args
	a.name == flag
]

# has_budget holds for a workload whose pods a PodDisruptionBudget selects.
has_budget(workload) if [workload.kind, workload.namespace, workload.name] in with_budget

with_budget contains [b.kind, b.namespace, b.name] if some b in input.budgeted
