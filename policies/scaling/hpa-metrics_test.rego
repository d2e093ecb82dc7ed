package kready.scaling["hpa-metrics_test"]

import data.kready.mocks
import data.kready.scaling["hpa-metrics"] as scaled

hpa(fields, apis) := {"service": {"objects": [mocks.service_object("autoscaling", "v2", "HorizontalPodAutoscaler", "web", {"fields": fields})]}, "apiServices": apis}

of_type(name) := [{"path": "spec.metrics[].type", "value": name, "line": 9}]

by_cpu(line) := {mocks.on("HorizontalPodAutoscaler", "web", line, "platform", "it scales by CPU or memory")}

test_needy if {
	scaled.needy == by_cpu(9) with input as hpa(of_type("Resource"), [])
	count(scaled.gap) == 0 with input as hpa(of_type("Resource"), [])
}

# The API's default is CPU.
test_needy_without_metrics if scaled.needy == by_cpu(3) with input as hpa([], [])

test_needy_of_version_1 if scaled.needy == by_cpu(8) with input as hpa([{"path": "spec.targetCPUUtilizationPercentage", "value": "70", "line": 8}], [])

external(available) := [{"name": "v1beta1.external.metrics.k8s.io", "group": "external.metrics.k8s.io", "available": available}]

test_gap_unserved if {
	count(scaled.needy) == 0 with input as hpa(of_type("External"), [])
	scaled.gap == {
		mocks.on("HorizontalPodAutoscaler", "web", 9, "platform", "it scales by a metric of type External, and no APIService serves external.metrics.k8s.io"),
	} with input as hpa(of_type("External"), [])
}

test_gap_unavailable if count(scaled.gap) == 1 with input as hpa(of_type("External"), external("False"))

test_pass_served if count(scaled.gap | scaled.unknown) == 0 with input as hpa(of_type("External"), external("True"))

test_unknown if count(scaled.unknown) == 1 with input as hpa(of_type("External"), external(""))

test_gap_custom_is_another_api if count(scaled.gap) == 1 with input as hpa(of_type("Pods"), external("True"))

# What is registered and does not answer, the check of the cluster leaves to another one.
test_gap_resource_unavailable if {
	judged := hpa(of_type("Resource"), [{"name": "v1beta1.metrics.k8s.io", "group": "metrics.k8s.io", "available": "False"}])
	{f.message | some f in scaled.gap} == {"it scales by a metric of type Resource, and metrics.k8s.io is not available"} with input as judged
	scaled.state == {"unavailable"} with input as judged
}

# KEDA makes an autoscaler by CPU of such a trigger.
test_needy_trigger if {
	trigger := {"kind": "ScaledObject", "namespace": "shop", "name": "web", "file": "web.yaml", "line": 3, "type": "cpu", "triggerLine": 7}
	land := {"service": {"objects": [], "triggers": [trigger]}, "apiServices": []}
	scaled.needy == {mocks.on("ScaledObject", "web", 7, "platform", "its trigger cpu scales by CPU or memory")} with input as land
	count(scaled.skip) == 0 with input as land
	dead := [{"name": "v1beta1.metrics.k8s.io", "group": "metrics.k8s.io", "available": "False"}]
	{f.message | some f in scaled.gap} == {"its trigger cpu scales by a metric of metrics.k8s.io, which is not available"} with input as object.union(land, {"apiServices": dead})
}
