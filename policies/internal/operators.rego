# METADATA
# title: Operators that act on custom resources, and whether they are there
# description: |
#   What an operator made goes on without it, and the objects keep the status that it wrote last: nothing in them tells
#   that nobody acts on them any more.
package kready.internal.operators

import data.kready.internal.absence
import data.kready.internal.manifests

# there holds where one of the products runs, in sight or out of it.
there(products) if {
	some impl in input.inventory
	impl.name in products
	impl.state in {"running", "hidden"}
}

# gone holds where none of the products runs, and nothing that runs could be one of them. What a vCluster syncs to the
# cluster that runs it may be acted on there.
gone(products, role) if {
	not manifests.not_applied
	not there(products)
	not elsewhere
	count(absence.possible(role)) == 0
}

# doubts are findings on what could be one of the products, where none of them is seen.
doubts(products, role) := absence.possible(role) | outside if {
	not manifests.not_applied
	not there(products)
} else := set()

outside contains {"message": "what acts on it may run in the cluster that runs this vCluster, which cannot be seen from here"} if elsewhere

elsewhere if input.distribution.name == "vcluster"
