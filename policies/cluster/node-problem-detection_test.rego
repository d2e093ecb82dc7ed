package kready.cluster["node-problem-detection_test"]

import data.kready.cluster["node-problem-detection"] as detection
import data.kready.lib
import data.kready.mocks

detector(missing) := object.union(mocks.running("npd", ["cluster/node-health"], missing), {"title": "Node Problem Detector"})

cluster(changes) := mocks.cluster(object.union({"workloads": [mocks.daemon("npd", {})]}, changes))

says(type) := {"conditions": [{"type": "Ready", "status": "True"}, {"type": type, "status": "False"}]}

test_pass_with_an_agent if {
	count(detection.gap) == 0 with input as cluster({"inventory": [detector([])]})
	detection.summary.pass == {"Node Problem Detector looks for faults of nodes"} with input as cluster({"inventory": [detector([])]})
}

test_pass_by_conditions[kind] if {
	some kind in ["KernelDeadlock", "StorageReady", "KubeletProblem"]
	input_ := cluster({"nodes": [mocks.node("a", says(kind))]})
	count(detection.gap) == 0 with input as input_
	detection.summary.pass == {"the nodes carry conditions about their faults"} with input as input_
}

# K3s writes EtcdIsVoter: that is not a detector.
test_gap_with_conditions_of_others if count(detection.gap) == 1 with input as cluster({"nodes": [mocks.node("a", says("EtcdIsVoter"))]})

test_gap_without_any if detection.gap == {{"message": "nothing that kready knows looks for faults of nodes"}} with input as cluster({})

test_gap_on_a_node if {
	detection.gap == {
		lib.finding("Node", "", "b", "no agent that looks for faults is ready there, and no condition tells of one"),
	} with input as cluster({"inventory": [detector(["b"])]})
}

test_gap_when_all_are_down if {
	down := cluster({"inventory": [detector(["a", "b"])], "workloads": [mocks.daemon("npd", {"ready": 0})]})
	{f.message | some f in detection.gap} == {"none of 2 pods of Node Problem Detector is ready"} with input as down
}

# A service of the node may write its conditions only when something is wrong.
test_pass_out_of_sight if count(detection.gap) == 0 with input as cluster({"inventory": [object.union(mocks.hidden("npd", ["cluster/node-health"]), {"title": "NPD"})]})

test_windows_is_left_out if {
	input_ := cluster({"inventory": [detector([])], "nodes": [mocks.node("a", {}), mocks.node("w", {"os": "windows"})]})
	count(detection.gap) == 0 with input as input_
}

test_skip_without_nodes if count(detection.skip) == 1 with input as cluster({"nodes": []})
