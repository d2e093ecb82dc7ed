package kready.policy["ns-default_test"]

import data.kready.mocks
import data.kready.policy["ns-default"] as in_default

workload(kind) := {"kind": kind, "namespace": "default", "name": "web", "status": true}

cluster(workloads, summed) := mocks.cluster({
	"workloads": workloads,
	"applications": {"workloads": summed, "namespaces": [{"name": "default", "workloads": summed}, {"name": "shop", "workloads": 7}]},
})

test_gap[name] if {
	some name, case in {
		"one": [cluster([workload("Deployment")], 0), "1 workload runs in it"],
		"summed up": [cluster([], 3), "3 workloads run in it"],
		"both": [cluster([workload("CronJob")], 1), "2 workloads run in it"],
	}
	{f.message | some f in in_default.gap} == {case[1]} with input as case[0]
}

test_pods_are_not_counted if {
	count(in_default.gap) == 0 with input as cluster([workload("Pod")], 0)
}

test_rendered_manifests if {
	input_ := mocks.cluster({"target": {"kind": "manifests"}, "workloads": [object.union(workload("Deployment"), {"status": false})], "applications": {"workloads": 0, "namespaces": []}})
	count(in_default.skip) == 1 with input as input_
}
