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
	served.gap == {
		mocks.on("Deployment", "web", 3, "service", "apps/v1beta1 Deployment is not served by this cluster; it serves apps/v1"),
	} with input as land([mocks.service_object("apps", "v1beta1", "Deployment", "web", {})], {})
}

test_custom_resources_are_not_judged if {
	count(served.skip) == 1 with input as land([mocks.service_object("shop.example", "v1", "Cart", "web", {"builtin": false})], {})
}

# What files hold does not tell which other kinds there are.
test_files if {
	count(served.gap) == 0 with input as land([mocks.service_object("policy", "v1", "PodDisruptionBudget", "web", {})], {"target": {"kind": "manifests"}})
}

test_files_hold_what_is_gone if {
	gone := land([mocks.service_object("autoscaling", "v2beta2", "HorizontalPodAutoscaler", "web", {})], {
		"target": {"kind": "manifests"}, "version": {"minor": 36},
		"tables": {"removals": [{"removals": [{"group": "autoscaling", "version": "v2beta2", "kinds": ["HorizontalPodAutoscaler"], "removedIn": "1.26", "removedInMinor": 26, "replacement": "v2"}]}]},
	})
	served.gap == {mocks.on("HorizontalPodAutoscaler", "web", 3, "service", "autoscaling/v2beta2 HorizontalPodAutoscaler is not served since Kubernetes 1.26: write it in version v2")} with input as gone
}

test_files_do_not_tell[version] if {
	some version in ["v7", "v1beta1"]
	served.unknown == {
		mocks.on("Deployment", "web", 3, "service", sprintf("files do not say whether the cluster serves apps/%s Deployment", [version])),
	} with input as land([mocks.service_object("apps", version, "Deployment", "web", {})], {"target": {"kind": "manifests"}})
}

test_files_do_not_tell_of_kinds_that_are_not_known if {
	count(served.unknown) == 1 with input as land([mocks.service_object("apps", "v1", "Cart", "web", {"scope": ""})], {"target": {"kind": "manifests"}})
}
