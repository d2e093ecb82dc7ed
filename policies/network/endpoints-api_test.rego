package kready.network["endpoints-api_test"]

import data.kready.lib
import data.kready.network["endpoints-api"] as endpoints

database := {"namespace": "shop", "service": "legacy-db"}

kubelet := {"namespace": "kube-system", "service": "monitoring-kube-prometheus-kubelet"}

operator := {"name": "prometheus-operator", "title": "Prometheus Operator", "state": "running", "roles": []}

cluster(items, inventory) := {"mirroredEndpoints": items, "inventory": inventory}

test_pass if endpoints.summary.pass == {"no Endpoints are kept by hand"} with input as cluster([], [])

test_gap if {
	endpoints.gap == {lib.finding("Endpoints", "shop", "legacy-db", "somebody writes it, and Kubernetes copies it into EndpointSlices")} with input as cluster([database], [])
}

test_the_operators_own_are_left_out if {
	count(endpoints.gap) == 1 with input as cluster([kubelet, database], [operator])
	count(endpoints.gap) == 0 with input as cluster([kubelet], [operator])
	count(endpoints.gap) == 1 with input as cluster([kubelet], [])
}
