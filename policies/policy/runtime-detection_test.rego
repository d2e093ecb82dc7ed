package kready.policy["runtime-detection_test"]

import data.kready.mocks
import data.kready.policy["runtime-detection"] as detection

cluster(missing, changes) := mocks.cluster(object.union(
	{"inventory": [object.union(mocks.running("falco", ["policy/runtime"], missing), {"title": "Falco"})], "workloads": [mocks.daemon("falco", {})]},
	changes,
))

test_pass if {
	count(detection.gap) == 0 with input as cluster([], {})
	detection.summary.pass == {"Falco runs on 2 nodes"} with input as cluster([], {})
}

test_gap_on_a_node if {
	detection.gap == {{"object": {"kind": "Node", "namespace": "", "name": "b"}, "message": "no pod of Falco is there"}} with input as cluster(["b"], {})
	detection.summary.gap == {"1 node is without Falco"} with input as cluster(["b"], {})
}

# One that is down everywhere is one finding, and not one for each node.
test_gap_when_none_is_ready if {
	down := cluster(["a", "b"], {"workloads": [mocks.daemon("falco", {"ready": 0})]})
	{f.message | some f in detection.gap} == {"none of 2 pods of Falco is ready"} with input as down
	detection.summary.gap == {"what watches workloads does not run"} with input as down
}

test_pass_uncounted if {
	input_ := mocks.cluster({"inventory": [object.union(mocks.hidden("defender", ["policy/runtime"]), {"title": "Defender"})]})
	detection.summary.pass == {"Defender runs; on which nodes cannot be counted"} with input as input_
}

test_skip if detection.skip == {"nothing that kready knows watches workloads for attacks"} with input as mocks.cluster({})
