package kready.cluster["kinds-served_test"]

import data.kready.cluster["kinds-served"] as served
import data.kready.mocks

land(objects, changes) := object.union({"target": {"kind": "cluster"}, "apis": mocks.deployments, "service": {"objects": objects}}, changes)

test_pass if {
	judged := land([mocks.service_object("apps", "v1", "Deployment", "web", {})], {})
	count(served.gap) == 0 with input as judged
	count(served.unknown) == 0 with input as judged
}

test_another_version if {
	served.gap == {mocks.on("Deployment", "web", 3, "service", "apps/v1beta1 Deployment is not served by this cluster; it serves apps/v1")} with input as land([mocks.service_object("apps", "v1beta1", "Deployment", "web", {})], {})
}

test_custom_resources_are_not_judged if {
	count(served.skip) == 1 with input as land([mocks.service_object("shop.example", "v1", "Cart", "web", {"builtin": false})], {})
}

# What files hold does not tell which other kinds there are.
test_files if {
	count(served.gap) == 0 with input as land([mocks.service_object("policy", "v1", "PodDisruptionBudget", "web", {})], {"target": {"kind": "manifests"}})
}
