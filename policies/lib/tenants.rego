package kready.lib

# app_namespaces are the namespaces in which services land: not those that Kubernetes and
# distributions keep for themselves, not those of the platform, and none that is going.
# "default" counts when something runs there.
app_namespaces := [ns |
	some ns in input.namespaces
	ns.phase != "Terminating"
	not system_namespace(ns.name)
	not ns.name in platform_namespaces
	used(ns.name)
]

used(name) if name != "default"

used("default") if {
	some w in input.workloads
	w.namespace == "default"
}

# platform_namespaces are those of which at least half the workloads belong to products
# that the catalogue knows, so that a log agent beside many services does not make one,
# and those with the Service of an admission webhook.
platform_namespaces := {ns |
	some ns, n in known_workloads
	n * 2 >= count([w | some w in input.workloads; w.namespace == ns])
} | {hook.serviceNamespace | some config in input.webhooks; some hook in config.webhooks}

# known_workloads counts, by namespace, the workloads of products.
known_workloads := {ns: n |
	some ns in {ref[1] | some ref in known_refs}
	n := count([1 | some ref in known_refs; ref[1] == ns])
}

known_refs := {[ref.kind, object.get(ref, "namespace", ""), ref.name] |
	some impl in input.inventory
	some ref in impl.workloads
}
