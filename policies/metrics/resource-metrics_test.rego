package kready.metrics["resource-metrics_test"]

import data.kready.lib
import data.kready.metrics["resource-metrics"] as metrics
import data.kready.mocks

api(name, available) := {
	"name": name, "available": available, "reason": "", "message": "no endpoints",
	"serviceNamespace": "kube-system", "serviceName": "metrics-server",
}

cluster(apis) := {"apiServices": apis, "inventory": [], "backends": [], "workloads": []}

test_pass if {
	input_ := cluster([api("v1beta1.metrics.k8s.io", "True")])
	count(metrics.gap) == 0 with input as input_
	metrics.summary.pass == {"v1beta1.metrics.k8s.io is available (Service kube-system/metrics-server)"} with input as input_
}

test_pass_when_one_of_two_versions_answers if {
	input_ := cluster([api("v1beta1.metrics.k8s.io", "False"), api("v1.metrics.k8s.io", "True")])
	count(metrics.gap) == 0 with input as input_
}

adapter := object.union(mocks.running("adapter", ["metrics/resource-api"], []), {"workloads": [{"kind": "Deployment", "namespace": "kube-system", "name": "adapter"}]})

# serving is a cluster whose Service selects pods with these labels.
serving(labels) := mocks.cluster({
	"apiServices": [api("v1beta1.metrics.k8s.io", "True")], "inventory": [adapter],
	"workloads": [mocks.daemon("adapter", {"kind": "Deployment", "podLabels": {"app": "adapter"}})],
	"backends": [{"namespace": "kube-system", "name": "metrics-server", "selector": labels}],
})

test_pass_names_who_is_behind_the_service if {
	metrics.summary.pass == {"v1beta1.metrics.k8s.io is available (ADAPTER)"} with input as serving({"app": "adapter"})
	metrics.summary.pass == {
		"v1beta1.metrics.k8s.io is available (Service kube-system/metrics-server); ADAPTER runs and is not behind it",
	} with input as serving({"app": "other"})
}

test_gap_when_absent if {
	metrics.gap == {{"message": "no APIService serves metrics.k8s.io"}} with input as cluster([api("v1beta1.custom.metrics.k8s.io", "True")])
	metrics.summary.gap == {"there is no metrics API"} with input as cluster([])
}

test_skip_when_dead if {
	metrics.skip == {
		"v1beta1.metrics.k8s.io is registered and not available: cluster/apiservices-available is a gap",
	} with input as cluster([api("v1beta1.metrics.k8s.io", "False")])
	count(metrics.gap) == 0 with input as cluster([api("v1beta1.metrics.k8s.io", "False")])
}

test_unknown_without_a_condition if {
	metrics.unknown == {
		lib.finding("APIService", "", "v1beta1.metrics.k8s.io", "it says nothing about being available"),
	} with input as cluster([api("v1beta1.metrics.k8s.io", "")])
	count(metrics.gap) == 0 with input as cluster([api("v1beta1.metrics.k8s.io", "")])
}
