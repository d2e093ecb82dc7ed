package kready.cluster["apiservices-available_test"]

import data.kready.cluster["apiservices-available"] as check
import data.kready.lib

service(local, available) := {"apiServices": [{
	"name": "v1beta1.metrics.k8s.io", "local": local, "available": available, "reason": "MissingEndpoints", "message": "",
	"serviceNamespace": "kube-system", "serviceName": "metrics-server",
}]}

test_pass if count(check.gap) == 0 with input as service(false, "True")

test_pass_none if {
	check.summary.pass == {"no API is aggregated: the API server serves all of them itself"} with input as {"apiServices": []}
}

test_gap[status] if {
	some status in ["False", "Unknown"]
	check.summary.gap == {"1 of 1 aggregated API is not available"} with input as service(false, status)
}

test_gap_says_why if {
	some f in check.gap with input as service(false, "False")
	f.message == "kube-system/metrics-server behind it: MissingEndpoints"
}

test_local_ones_do_not_count if count(check.gap) == 0 with input as service(true, "False")

test_unknown_no_status if {
	check.unknown == {
		lib.finding("APIService", "", "v1beta1.metrics.k8s.io", "its status says nothing about availability"),
	} with input as service(false, "")
	check.summary.unknown == {"1 of 1 aggregated API says nothing about availability"} with input as service(false, "")
}
