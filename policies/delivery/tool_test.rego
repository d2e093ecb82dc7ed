package kready.delivery.tool_test

import data.kready.delivery.tool

flux(state) := {"title": "Flux", "version": "2.9.1", "state": state, "roles": ["delivery/gitops"], "evidence": []}

cluster(inventory) := {"inventory": inventory, "workloads": [], "target": {"kind": "cluster"}}

test_pass if tool.summary == {"Flux 2.9.1 delivers"} with input as cluster([flux("running")])

test_gap if count(tool.gap) == 1 with input as cluster([])

test_crds_deliver_nothing if count(tool.gap) == 2 with input as cluster([flux("remnant")])

test_unknown_on_manifests if {
	count(tool.unknown) == 1 with input as object.union(cluster([flux("declared")]), {"target": {"kind": "manifests"}})
}
