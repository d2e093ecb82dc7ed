package kready.scaling.priority_test

import data.kready.lib
import data.kready.mocks
import data.kready.scaling.priority

cluster(class, changes) := object.union(
	mocks.cluster({
		"workloads": [mocks.daemon("cilium", {"priorityClass": class})], "webhooks": [],
		"inventory": [mocks.running("cilium", ["network/cni"], [])],
		"priorityClasses": [{"name": "infra", "value": 1000000, "default": false}, {"name": "low", "value": -10, "default": false}],
	}),
	changes,
)

test_pass[class] if {
	some class in ["system-node-critical", "infra"]
	priority.summary.pass == {"1 add-on has a priority, and services can choose from 2 classes"} with input as cluster(class, {})
}

test_gap[class] if {
	some class, message in {
		"": "it has no priority class",
		"gone": "its priority class gone does not exist",
		"low": "its priority class low has value -10",
	}
	priority.gap == {lib.finding("DaemonSet", "kube-system", "cilium", message)} with input as cluster(class, {})
}

test_left_out[name] if {
	some name, changes in {
		"the provider's own": {"distribution": {"name": "gke", "managed": true}},
		"nothing known": {"inventory": []},
	}
	priority.skip == {"no add-on is known that everybody waits for"} with input as cluster("", changes)
}

test_two_are_counted if {
	input_ := cluster("", {
		"inventory": [mocks.running("cilium", ["network/cni"], []), mocks.running("proxy", ["network/service-proxy"], [])],
		"workloads": [mocks.daemon("cilium", {}), mocks.daemon("proxy", {})],
	})
	priority.summary.gap == {"2 add-ons have no priority of their own"} with input as input_
}
