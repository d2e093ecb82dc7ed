package kready.logs["agent-resources_test"]

import data.kready.lib
import data.kready.logs["agent-resources"] as resources
import data.kready.mocks

cluster(memory, class, changes) := object.union(
	mocks.cluster({
		"inventory": [mocks.running("fb", ["logs/agent"], [])],
		"workloads": [mocks.daemon("fb", {"requestedMemory": memory, "priorityClass": class})],
	}),
	changes,
)

test_pass if resources.summary.pass == {"1 log agent has memory and a priority"} with input as cluster(1, "system-node-critical", {})

test_gap if {
	resources.gap == {lib.finding("DaemonSet", "kube-system", "fb", "it requests no memory")} with input as cluster(0, "x", {})
	resources.gap == {lib.finding("DaemonSet", "kube-system", "fb", "it has no priority class")} with input as cluster(1, "", {})
}

test_skip if {
	resources.skip == {
		"the agents run where kready cannot see them",
	} with input as cluster(0, "", {"distribution": {"name": "gke", "managed": true}})
}
