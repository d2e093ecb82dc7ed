package kready.delivery.tool_test

import data.kready.delivery.tool

flux(state) := {"name": "flux2", "title": "Flux", "version": "2.9.1", "state": state, "roles": ["delivery/gitops"], "evidence": ["CRD left.example"]}

cluster(inventory) := {"inventory": inventory, "workloads": [], "target": {"kind": "cluster"}}

delivering(inventory) := object.union(cluster(inventory), {"deliveries": [{"kind": "Kustomization", "namespace": "flux-system", "name": "platform"}]})

test_pass if tool.summary.pass == {"Flux 2.9.1 is there, with 1 thing to deliver"} with input as delivering([flux("running")])

test_gap_nothing_to_deliver if {
	tool.gap == {{"message": "Flux 2.9.1 has nothing to deliver: there is no Kustomization, HelmRelease or Application"}} with input as cluster([flux("running")])
	tool.state == {"idle"} with input as cluster([flux("running")])
}

# What other products deliver is not read.
test_pass_another_product if {
	fleet := object.union(flux("running"), {"name": "fleet", "title": "Fleet"})
	count(tool.gap) == 0 with input as cluster([fleet])
}

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
