package kready.cluster["deprecated-apis-in-use_test"]

import data.kready.cluster["deprecated-apis-in-use"] as deprecated

request(resource, removed) := {
	"group": "resource.k8s.io", "version": "v1beta1", "resource": resource, "subresource": "",
	"removedIn": sprintf("1.%d", [removed]), "removedInMinor": removed,
}

cluster(requests, target) := {
	"version": {"minor": 37, "guess": false, "from": "", "gitVersion": "v1.37.2"}, "forVersion": {"name": "", "minor": target},
	"deprecatedRequests": {"asked": true, "requests": requests},
}

test_gap_in_the_next_version if {
	deprecated.gap == {{"message": "deviceclasses was requested in resource.k8s.io/v1beta1, which is gone in 1.38"}} with input as cluster([request("deviceclasses", 38)], 0)
}

test_pass_when_it_goes_later if {
	count(deprecated.gap) == 0 with input as cluster([request("deviceclasses", 40)], 0)
	deprecated.summary.pass == {
		"the API server that answered has had no request in a version that is gone in 1.38 since it was started",
		"1 version that was requested goes later",
	} with input as cluster([request("deviceclasses", 40)], 0)
}

test_gap_for_a_version_to_come if count(deprecated.gap) == 1 with input as cluster([request("deviceclasses", 40)], 40)

# What is deprecated without a date, as componentstatuses are, takes no upgrade away.
test_without_a_date if {
	count(deprecated.gap) == 0 with input as cluster([object.union(request("componentstatuses", 0), {"group": "", "version": "v1", "removedIn": ""})], 0)
}

test_subresource_and_core_group if {
	core := object.union(request("pods", 38), {"group": "", "version": "v1", "subresource": "eviction"})
	deprecated.gap == {{"message": "pods/eviction was requested in v1, which is gone in 1.38"}} with input as cluster([core], 0)
}

test_skip_when_nobody_allowed_it if {
	count(deprecated.skip) == 1 with input as object.union(cluster([request("deviceclasses", 38)], 0), {"deprecatedRequests": {"asked": false}})
	count(deprecated.gap) == 0 with input as object.union(cluster([request("deviceclasses", 38)], 0), {"deprecatedRequests": {"asked": false}})
}

test_unknown_when_the_version_is_a_guess if {
	count(deprecated.unknown) == 1 with input as object.union(cluster([], 0), {"version": {"minor": 37, "guess": true, "from": "the kubelets", "gitVersion": "v1.37.2"}})
}

test_unknown_without_a_version if {
	count(deprecated.unknown) == 1 with input as object.union(cluster([], 0), {"version": {"minor": 0, "guess": false, "from": "", "gitVersion": ""}})
}
