package kready.cluster["distribution-available_test"]

import data.kready.cluster["distribution-available"] as check
import data.kready.lib
import data.kready.mocks

cluster(operators) := mocks.cluster({"productResources": [{
	"name": "clusteroperators.config.openshift.io", "read": true, "served": true, "objects": operators,
}]})

operator(name, conditions) := {"namespace": "", "name": name, "conditions": [
{"type": type, "status": status, "reason": "R", "message": ""} | some type, status in conditions]}

test_pass if {
	input_ := cluster([operator("etcd", {"Available": "True", "Degraded": "False"}), operator("insights", {"Available": "True", "Degraded": "True"})])
	check.gap == set() with input as input_
	check.unknown == set() with input as input_
	check.skip == set() with input as input_
}

# An operator that is not available is degraded as well: one finding says it.
test_gap_not_available if {
	check.gap == {lib.finding("ClusterOperator", "", "etcd", "it is not available: R")} with input as cluster([operator("etcd", {"Available": "False", "Degraded": "True"})])
	check.gap == {lib.finding("ClusterOperator", "", "console", "it is not available: R")} with input as cluster([operator("console", {"Available": "False"})])
}

test_gap_degraded_core if {
	check.gap == {lib.finding("ClusterOperator", "", "dns", "it is degraded: R")} with input as cluster([operator("dns", {"Available": "True", "Degraded": "True"})])
}

test_unknown if {
	check.unknown == {lib.finding("ClusterOperator", "", "dns", "it does not say whether it is available")} with input as cluster([operator("dns", {"Available": "Unknown"})])
	check.unknown == {{"message": "there is no ClusterOperator"}} with input as cluster([])
}

test_skip if count(check.skip) == 1 with input as mocks.cluster({"productResources": []})
