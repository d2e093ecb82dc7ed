package kready.cluster["apiserver-flow_test"]

import data.kready.cluster["apiserver-flow"] as flow

cluster(nodes, pods, managed) := {
	"nodes": [{"name": sprintf("n%d", [i])} | some i in numbers.range(1, nodes)], "totals": {"pods": pods},
	"distribution": {"title": "EKS", "managed": managed},
}

test_pass if {
	count(((flow.gap | flow.unknown) | flow.skip)) == 0 with input as cluster(5000, 150000, false)
	flow.summary.pass == {"3 nodes and 40 pods"} with input as cluster(3, 40, false)
}

test_gap_of_nodes if count(flow.gap) == 1 with input as cluster(5001, 10, false)

test_gap_of_pods if count(flow.gap) == 1 with input as cluster(10, 150001, false)

test_unknown_when_it_is_not_said if count(flow.unknown) == 1 with input as cluster(10, -1, false)

test_skip_when_managed if count(flow.skip) == 1 with input as cluster(10, 150001, true)
