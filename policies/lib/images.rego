package kready.lib

# products are the workloads that the catalogue knows.
products := {w |
	some impl in input.inventory
	some w in parts(impl)
}

# containers are those of a workload whose image is written down. Istio fills in "auto"
# when the pod is made.
containers(w) := [c |
	some list in [w.containers, w.initContainers]
	some c in list
	not c.image.repository in {"", "auto"}
]
