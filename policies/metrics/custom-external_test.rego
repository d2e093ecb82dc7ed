package kready.metrics["custom-external_test"]

import data.kready.lib
import data.kready.metrics["custom-external"] as served
import data.kready.mocks

registration(group, namespace) := {"name": sprintf("v1beta1.%s", [group]), "group": group, "local": false, "available": "True", "serviceNamespace": namespace, "serviceName": "api"}

unwell(metric) := {"namespace": "shop", "name": "web", "metrics": [metric], "conditions": [{"type": "ScalingActive", "status": "False"}]}

scaled(type) := {"namespace": "shop", "name": "worker", "fields": [{"name": "spec.triggers[].type", "values": [type]}], "conditions": []}

cluster(changes) := mocks.cluster(object.union({"apiServices": [], "horizontalPodAutoscalers": [], "productResources": []}, changes))

with_keda(registrations, objects) := cluster({
	"inventory": [object.union(mocks.running("keda", ["scaling/events"], []), {"title": "KEDA"})],
	"workloads": [mocks.daemon("keda", {})],
	"apiServices": registrations,
	"productResources": [{"name": "scaledobjects.keda.sh", "served": true, "read": true, "objects": objects}],
})

test_gap_nobody_serves if {
	served.gap == {
		lib.finding("HorizontalPodAutoscaler", "shop", "web", "it scales by External/queue, and nobody serves external.metrics.k8s.io"),
	} with input as cluster({"horizontalPodAutoscalers": [unwell("External/queue")]})
	count(served.gap) == 1 with input as cluster({"horizontalPodAutoscalers": [unwell("Pods/rps")]})
}

# CPU is metrics-server's.
test_resource_metrics_are_no_matter_of_this if {
	count(served.gap) == 0 with input as cluster({"horizontalPodAutoscalers": [unwell("Resource/cpu")]})
}

# The mocks' KEDA lies in kube-system.
test_gap_taken if {
	served.gap == {
		object.union(
			lib.finding("APIService", "", "v1beta1.external.metrics.k8s.io", "it leads to Service monitoring/api and not to KEDA, which has 1 ScaledObject to serve"),
			{"state": "taken"},
		),
	} with input as with_keda([registration("external.metrics.k8s.io", "monitoring")], [scaled("kafka")])
}

test_pass_of_keda if {
	count(served.gap | served.skip) == 0 with input as with_keda([registration("external.metrics.k8s.io", "kube-system")], [scaled("kafka")])
}

test_cpu_triggers_need_nothing if {
	count(served.gap) == 0 with input as with_keda([registration("external.metrics.k8s.io", "monitoring")], [scaled("cpu")])
}

test_gap_keda_without_registration if {
	served.gap == {{"message": "KEDA runs with 1 ScaledObject, and nobody serves external.metrics.k8s.io"}} with input as with_keda([], [scaled("kafka")])
}

test_unknown_in_an_old_snapshot if {
	served.unknown == {{"message": "the snapshot does not say by what 1 ScaledObject scales"}} with input as with_keda([], [object.union(scaled("kafka"), {"fields": []})])
}

# A manifest without a status does not say that nobody serves its metric.
test_autoscaler_without_status if {
	count(served.gap) == 0 with input as cluster({"horizontalPodAutoscalers": [object.union(unwell("External/queue"), {"conditions": []})]})
}

test_skip if {
	count(served.skip) == 1 with input as cluster({})
}
