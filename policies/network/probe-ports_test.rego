package kready.network["probe-ports_test"]

import data.kready.mocks
import data.kready.network["probe-ports"] as probes

land(probe) := {"service": {"pods": [mocks.service_pods("web", {
	"probes": [object.union({"container": "web", "of": "startupProbe", "by": "grpc", "line": 9}, probe)],
	"containers": [{"name": "web", "ports": [{"name": "http", "port": 80}]}, {"name": "other", "ports": [{"name": "admin", "port": 90}]}],
})]}}

test_names if {
	count(probes.gap) == 0 with input as land({"portName": "http"})
	message := "the startupProbe of the container web asks the port admin, and the container has none of that name: it is never taken for started"
	probes.gap == {mocks.on("Deployment", "web", 9, "service", message)} with input as land({"portName": "admin"})
}

test_numbers if {
	count(probes.skip) == 1 with input as land({"port": 81})
}
