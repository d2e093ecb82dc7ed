package kready.metrics["resource-metrics_test"]

import data.kready.lib
import data.kready.metrics["resource-metrics"] as metrics

api(name, available) := {
	"name": name, "available": available, "reason": "", "message": "no endpoints",
	"serviceNamespace": "kube-system", "serviceName": "metrics-server",
}

cluster(apis) := {"apiServices": apis, "inventory": []}

test_pass if {
	input_ := cluster([api("v1beta1.metrics.k8s.io", "True")])
	count(metrics.gap) == 0 with input as input_
	metrics.summary == {"v1beta1.metrics.k8s.io answers"} with input as input_
}

test_pass_when_one_of_two_versions_answers if {
	input_ := cluster([api("v1beta1.metrics.k8s.io", "False"), api("v1.metrics.k8s.io", "True")])
	count(metrics.gap) == 0 with input as input_
}

test_pass_names_who_serves if {
	adapter := {"title": "Prometheus Adapter", "version": "", "state": "running", "roles": ["metrics/resource-api"]}
	input_ := {"apiServices": [api("v1beta1.metrics.k8s.io", "True")], "inventory": [adapter]}
	metrics.summary == {"v1beta1.metrics.k8s.io answers (Prometheus Adapter)"} with input as input_
}

test_gap_when_absent if {
	metrics.gap == {{"message": "no APIService serves metrics.k8s.io"}} with input as cluster([api("v1beta1.custom.metrics.k8s.io", "True")])
	metrics.summary == {"there is no metrics API"} with input as cluster([])
}

test_skip_when_dead if {
	metrics.skip == {
		"v1beta1.metrics.k8s.io is registered and does not answer: cluster/apiservices-available is a gap",
	} with input as cluster([api("v1beta1.metrics.k8s.io", "False")])
	count(metrics.gap) == 0 with input as cluster([api("v1beta1.metrics.k8s.io", "False")])
}

test_unknown_without_a_condition if {
	metrics.unknown == {
		lib.finding("APIService", "", "v1beta1.metrics.k8s.io", "it says nothing about being available"),
	} with input as cluster([api("v1beta1.metrics.k8s.io", "")])
	count(metrics.gap) == 0 with input as cluster([api("v1beta1.metrics.k8s.io", "")])
}
