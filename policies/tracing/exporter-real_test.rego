package kready.tracing["exporter-real_test"]

import data.kready.mocks
import data.kready.tracing["exporter-real"] as exporter

cluster(mode, exporters) := mocks.cluster({"blindSpots": [], "productResources": [{
	"name": "opentelemetrycollectors.opentelemetry.io", "served": true, "read": true,
	"objects": [{"namespace": "tracing", "name": "main", "fields": [
		{"name": "spec.mode", "values": [mode]},
		{"name": "spec.config.service.pipelines[].exporters", "values": exporters},
	]}],
}]})

test_gap[name] if {
	some name, exporters in {"debug": ["debug"], "its old name": ["logging"], "nothing": ["nop"], "named": ["debug/detailed", ""]}
	count(exporter.gap) == 1 with input as cluster("deployment", exporters)
}

test_pass[name] if {
	some name, exporters in {"otlp": ["otlp"], "beside debug": ["debug", "otlphttp/vendor"], "a name that begins alike": ["debugger"]}
	count(((exporter.gap | exporter.unknown) | exporter.skip)) == 0 with input as cluster("statefulset", exporters)
}

test_sidecars_are_left_out if {
	count(exporter.skip) == 1 with input as cluster("sidecar", ["debug"])
}

test_nothing_told if {
	count(exporter.unknown) == 1 with input as cluster("deployment", [])
}
