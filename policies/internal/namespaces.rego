# METADATA
# title: Namespaces of services and of the platform
package kready.internal.namespaces

import data.kready.internal.own
import data.kready.lib

# apps are the namespaces in which services land: not those that Kubernetes and
# distributions keep for themselves, not those of the platform or of probes, and none that is going.
# "default" counts when something runs there.
apps := [ns |
	some ns in input.namespaces
	ns.phase != "Terminating"
	not lib.system_namespace(ns.name)
	not own.probe_namespace(ns.name)
	not ns.name in platform
	not ns.name in kept
	used(ns.name)
]

used(name) if name != "default"

used("default") if "default" in with_workloads

# with_workloads are the namespaces that something is to run in.
with_workloads contains w.namespace if some w in input.workloads

with_workloads contains a.name if some a in input.applications.namespaces

# platform are those of which at least half the workloads belong to products
# that the catalogue knows, so that a log agent beside many services does not make one,
# and those with the Service of an admission webhook.
platform := {ns |
	some ns, n in known_workloads
	n * 2 >= count(object.get(workloads_of, ns, {})) + object.get(applications_of, ns, 0)
} | {hook.serviceNamespace | some config in input.webhooks; some hook in config.webhooks}

# kept are the namespaces without workloads that a product keeps its own objects in, such as cilium-secrets: labelled as a part
# of one that is here.
kept contains ns.name if {
	some ns in input.namespaces
	ns.labels["app.kubernetes.io/part-of"] in {impl.name | some impl in input.inventory}
	not ns.name in with_workloads
}

# workloads_of are the workloads of each namespace, applications_of the number of those that are summed
# up: all at once, so that OPA goes over them once and not for each namespace.
workloads_of := object.union_n([{w.namespace: {[w.kind, w.name]: true}} | some w in input.workloads])

# One object, for the same reason.
applications_of := {a.name: a.workloads | some a in input.applications.namespaces}

# of_platform holds for the platform's own namespaces and the system's.
of_platform(namespace) if namespace in platform

of_platform(namespace) if lib.system_namespace(namespace)

# known_workloads counts, by namespace, the workloads of products.
known_workloads := {ns: count(refs) |
	some ns, refs in object.union_n([{ref[1]: {ref: true}} | some ref in known_refs])
}

known_refs contains [ref.kind, object.get(ref, "namespace", ""), ref.name] if {
	some impl in input.inventory
	some ref in impl.workloads
}
