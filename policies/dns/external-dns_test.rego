package kready.dns["external-dns_test"]

import data.kready.dns["external-dns"] as it
import data.kready.mocks

found(state) := object.union(mocks.running("product", ["dns/records"], []), {"state": state, "title": "Product"})

cluster(impls, changes) := mocks.cluster(object.union({"inventory": impls}, changes))

up := {"workloads": [mocks.daemon("product", {})]}

test_pass if {
	count(it.gap | it.unknown) == 0 with input as cluster([found("running")], up)
	count(it.skip) == 0 with input as cluster([found("running")], up)
	it.summary.pass == {"Product runs"} with input as cluster([found("running")], up)
}

test_gap_without_a_ready_pod if {
	down := {"workloads": [mocks.daemon("product", {"ready": 0})]}
	{f.message | some f in it.gap} == {"none of 2 pods of Product is ready"} with input as cluster([found("running")], down)
}

test_gap_asked_for if {
	it.gap == {{"message": "Product is asked for, and none of its workloads runs"}} with input as cluster([found("declared")], {})
}

test_unknown_on_manifests if {
	files := cluster([found("declared")], {"target": {"kind": "manifests"}})
	count(it.gap) == 0 with input as files
	it.unknown == {{"message": "Product is asked for; whether it comes up cannot be told from manifests"}} with input as files
}

test_skip_without_any if it.skip == {"nothing that kready knows writes DNS records for Services and Ingresses"} with input as cluster([], {})

# What is left of one that was removed is for cluster/left-overs to report.
test_skip_with_what_is_left if count(it.skip) == 1 with input as cluster([found("remnant")], {})
