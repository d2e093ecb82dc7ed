package kready.lib

# parts are the workloads of an implementation, as the snapshot holds them.
parts(impl) := [w |
	some ref in impl.workloads
	some w in input.workloads
	w.kind == ref.kind
	w.namespace == object.get(ref, "namespace", "")
	w.name == ref.name
]

# seen are the implementations of a role whose workloads can be looked at. Those that
# the provider runs out of sight are not among them.
seen(role) := {impl |
	some impl in running(role)
	count(impl.workloads) > 0
}

# down are findings on the workloads of an implementation that have no ready pod. A
# DaemonSet that no node is eligible for is not down: it may be meant for Windows.
down(impl) := {finding(w.kind, w.namespace, w.name, message) |
	some w in parts(impl)
	w.status
	w.ready == 0
	message := why_down(impl, w)
}

why_down(impl, w) := sprintf("%s is scaled to zero", [impl.title]) if {
	w.desired == 0
	w.kind != "DaemonSet"
}

why_down(impl, w) := sprintf("the only pod of %s is not ready", [impl.title]) if w.desired == 1

why_down(impl, w) := sprintf("none of %d pods of %s is ready", [w.desired, impl.title]) if w.desired > 1

# statusless are findings on the workloads of an implementation that carry no status,
# as in a rendered manifest: that they are there is all that can be said.
statusless(impl) := {finding(w.kind, w.namespace, w.name, message) |
	some w in parts(impl)
	not w.status
	message := sprintf("%s carries no status: whether it runs cannot be told", [impl.title])
}

# readiness says how many pods of an implementation are ready.
readiness(impl) := sprintf("%s: %d of %s ready", [named(impl), ready, counted(desired, "pod", "pods")]) if {
	ready := sum([w.ready | some w in parts(impl)])
	desired := sum([w.desired | some w in parts(impl)])
}

# rendered holds when the facts come from manifests that were never applied.
rendered if {
	input.target.kind == "manifests"
	every w in input.workloads {
		not w.status
	}
}

# endpointless holds for manifests in which no Service has an endpoint: they were never
# applied, and whether anybody answers cannot be told.
endpointless if {
	input.target.kind == "manifests"
	every b in input.backends {
		b.endpoints == 0
	}
}

# traces are findings on products of a role that are asked for and not running, or of
# which only something is left: they explain an absence that looks like a presence.
traces(role) := {{"message": message} |
	some impl in input.inventory
	role in impl.roles
	message := trace(impl)
}

trace(impl) := sprintf("%s is asked for, and none of its workloads runs", [impl.title]) if impl.state == "declared"

trace(impl) := sprintf("%s does not run; what is left of it: %s", [impl.title, shortened(impl.evidence)]) if {
	impl.state == "remnant"
}

# shortened joins the first three of a list and says how many more there are.
shortened(list) := concat(", ", list) if count(list) <= 3

shortened(list) := sprintf("%s and %d more", [concat(", ", array.slice(list, 0, 3)), count(list) - 3]) if count(list) > 3

# awaited are the names of products of a role that an operator would bring, were the
# manifests applied.
awaited(role) := names(declared(role)) if {
	rendered
	count(declared(role)) > 0
}
