package kready.internal.images

# product_workloads are the workloads of products that the catalogue knows.
product_workloads contains w if {
	some w in input.workloads
	w.kind in product_refs[w.namespace][w.name]
}

product_refs[object.get(ref, "namespace", "")][ref.name] contains ref.kind if {
	some impl in input.inventory
	some ref in impl.workloads
}

# containers are those of a workload whose image is written down. Istio fills in "auto"
# when the pod is made.
containers(w) := [c |
	some list in [w.containers, w.initContainers]
	some c in list
	not c.image.repository in {"", "auto"}
]
