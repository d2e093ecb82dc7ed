package kready.cluster["namespaces-there_test"]

import data.kready.cluster["namespaces-there"] as namespaces
import data.kready.mocks

land(there) := {"namespaces": there, "service": {"namespaces": ["shop"], "objects": [mocks.service_object("", "v1", "ConfigMap", "web", {})]}}

test_pass if count(namespaces.gap) == 0 with input as land([{"name": "shop", "phase": "Active"}])

test_absent if {
	some f in namespaces.gap with input as land([])
	f.object == {"kind": "Namespace", "namespace": "", "name": "shop"}
	f.at == {"file": "web.yaml", "line": 3}
	f.by == "service"
}

test_terminating if {
	judged := land([{"name": "shop", "phase": "Terminating"}])
	namespaces.state == {"terminating"} with input as judged
	some f in namespaces.gap with input as judged
	f.by == "platform"
}

test_skip if count(namespaces.skip) == 1 with input as {}
