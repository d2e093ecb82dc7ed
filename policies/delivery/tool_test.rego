package kready.delivery.tool_test

import data.kready.delivery.tool

flux(state) := {"title": "Flux", "version": "2.9.1", "state": state, "roles": ["delivery/gitops"], "evidence": ["CRD left.example"]}

cluster(inventory) := {"inventory": inventory, "workloads": [], "target": {"kind": "cluster"}}

test_pass if tool.summary == {"Flux 2.9.1 delivers"} with input as cluster([flux("running")])

test_gap if tool.gap == {{"message": "no known delivery controller runs in this cluster"}} with input as cluster([])

test_crds_deliver_nothing if {
	tool.gap == {
		{"message": "Flux does not run; what is left of it: CRD left.example"},
		{"message": "no known delivery controller runs in this cluster"},
	} with input as cluster([flux("remnant")])
}

test_unknown_on_manifests if {
	tool.unknown == {
		{"message": "Flux 2.9.1 is asked for; whether it comes up cannot be told from manifests"},
	} with input as object.union(cluster([flux("declared")]), {"target": {"kind": "manifests"}})
}
