package kready.metrics["annotations-heard_test"]

import data.kready.metrics["annotations-heard"] as heard
import data.kready.mocks

land(products, objects) := {
	"inventory": [{"name": name, "roles": ["metrics/pipeline"], "state": "running"} | some name in products],
	"prometheuses": [{"kind": "Prometheus", "namespace": "monitoring", "name": "main"}],
	"service": {"objects": objects, "pods": [mocks.service_pods("web", {"annotations": {"prometheus.io/scrape": "true"}, "templateLine": 9})]},
}

test_operator_alone if {
	count(heard.unknown) == 1 with input as land(["prometheus"], [])
	count(heard.unknown) == 0 with input as land(["prometheus", "datadog"], [])
	count(heard.unknown) == 0 with input as land(["prometheus"], [mocks.service_object("monitoring.coreos.com", "v1", "PodMonitor", "web", {})])
}

test_needs_a_pipeline if {
	heard.needy == {mocks.on("Deployment", "web", 9, "platform", "prometheus.io/scrape asks to be scraped")} with input as land([], [])
}
