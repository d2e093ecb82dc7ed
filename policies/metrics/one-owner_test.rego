package kready.metrics["one-owner_test"]

import data.kready.lib
import data.kready.metrics["one-owner"] as one

impl(name, namespace, roles) := {
	"name": name, "title": name, "version": "", "state": "running", "namespace": namespace, "roles": roles,
	"workloads": [{"kind": "Deployment", "namespace": namespace, "name": name}],
}

api(group, service) := {"name": sprintf("v1beta1.%s", [group]), "group": group, "local": false, "serviceNamespace": "keda", "serviceName": service}

keda := impl("keda", "keda", ["scaling/events", "metrics/external-api"])

adapter := impl("stackdriver-adapter", "custom-metrics", ["metrics/custom-api", "metrics/external-api"])

server := impl("metrics-server", "kube-system", ["metrics/resource-api"])

cluster(inventory, apis) := {"inventory": inventory, "apiServices": apis}

gaps(inventory, apis) := found if found := one.gap with input as cluster(inventory, apis)

test_pass if {
	gaps([keda, server], []) == set()
	want := "no two products compete for a metrics API: external.metrics.k8s.io by keda; metrics.k8s.io by metrics-server"
	one.summary == {want} with input as cluster([keda, server], [])
}

test_gap_two_products if {
	apis := [api("external.metrics.k8s.io", "keda-metrics")]
	gaps([keda, adapter], apis) == {
		lib.finding("Deployment", "keda", "keda", "keda can serve external.metrics.k8s.io; the APIService points to keda/keda-metrics"),
		lib.finding(
			"Deployment", "custom-metrics", "stackdriver-adapter",
			"stackdriver-adapter can serve external.metrics.k8s.io; the APIService points to keda/keda-metrics",
		),
	}
	want := "external.metrics.k8s.io has one APIService, and can be served by keda and stackdriver-adapter"
	one.summary == {want} with input as cluster([keda, adapter], apis)
}

test_gap_two_instances if {
	twice := [server, object.union(server, {"namespace": "monitoring"})]
	one.summary == {"metrics.k8s.io has one APIService, and can be served by 2 instances of metrics-server"} with input as cluster(twice, [])
}

test_pass_different_apis if gaps([server, adapter], []) == set()

test_skip if {
	one.skip == {
		"no workload here can serve a metrics API",
	} with input as cluster([object.union(server, {"state": "hidden", "workloads": []})], [])
}
