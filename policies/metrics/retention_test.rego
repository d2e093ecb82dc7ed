package kready.metrics.retention_test

import data.kready.lib
import data.kready.metrics.retention

server(changes) := object.union(
	{
		"kind": "Prometheus", "namespace": "monitoring", "name": "main", "storage": "claim", "retention": "",
		"remoteWrites": 0, "objectStorage": false,
	},
	changes,
)

gaps(p) := found if found := retention.gap with input as {"prometheuses": [p]}

# loses is the finding on a server.
loses(kind, message) := {lib.finding(kind, "monitoring", "main", message)}

test_pass if retention.summary.pass == {"monitoring/main keeps samples on a volume claim"} with input as {"prometheuses": [server({})]}

test_gap if {
	gaps(server({"storage": "emptyDir"})) == loses("Prometheus", "its samples are in an emptyDir, which goes with the pod")
	gaps(server({"storage": "ephemeral"})) == loses("Prometheus", "its samples are in an ephemeral volume, which goes with the pod")
}

test_elsewhere if {
	gaps(server({"storage": "emptyDir", "remoteWrites": 1})) == set()
	gaps(server({"storage": "emptyDir", "objectStorage": true})) == set()
}

test_an_agent_keeps_nothing_even_on_a_claim if {
	gaps(server({"kind": "PrometheusAgent"})) == loses("PrometheusAgent", "it sends samples nowhere, and an agent keeps none")
	gaps(server({"kind": "PrometheusAgent", "remoteWrites": 1})) == set()
}

test_skip if {
	retention.skip == {"the Prometheus operator runs no Prometheus here"} with input as {"prometheuses": []}
	retention.skip == {"the Prometheus operator runs no Prometheus here"} with input as {"prometheuses": [server({"kind": "ThanosRuler"})]}
}
