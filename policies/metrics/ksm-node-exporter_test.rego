package kready.metrics["ksm-node-exporter_test"]

import data.kready.metrics["ksm-node-exporter"] as exporters

impl(name, role) := {"name": name, "title": name, "version": "", "state": "running", "roles": [role]}

prometheus := impl("prometheus", "metrics/pipeline")

test_pass if {
	items := [prometheus, impl("kube-state-metrics", "metrics/exporter"), impl("node-exporter", "metrics/exporter")]
	count(exporters.gap) == 0 with input as {"inventory": items}
}

test_gap if {
	exporters.gap == {
		{"message": "kube-state-metrics does not run: the state of objects is not exported"},
		{"message": "node-exporter does not run: the state of hosts is not exported"},
	} with input as {"inventory": [prometheus]}
	exporters.summary == {"there is no kube-state-metrics and no node-exporter"} with input as {"inventory": [prometheus]}
}

test_skip_with_a_vendor if {
	exporters.skip == {"the metrics pipeline here brings its own"} with input as {"inventory": [impl("datadog", "metrics/pipeline")]}
}
