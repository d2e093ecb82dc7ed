package kready.internal.images

import data.kready.lib

# product_workloads are the workloads of products that the catalogue knows.
product_workloads contains w if {
	some impl in input.inventory
	some w in lib.workloads_of(impl)
}

# containers are those of a workload whose image is written down. Istio fills in "auto"
# when the pod is made.
containers(w) := [c |
	some list in [w.containers, w.initContainers]
	some c in list
	not c.image.repository in {"", "auto"}
]
