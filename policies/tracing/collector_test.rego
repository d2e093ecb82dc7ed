package kready.tracing.collector_test

import data.kready.mocks
import data.kready.tracing.collector

cluster(inventory) := {"inventory": inventory, "workloads": [], "target": {"kind": "cluster"}}

otel(state, role) := {
	"title": "OpenTelemetry", "version": "0.140.0", "state": state, "roles": [role],
	"evidence": ["CRD opentelemetrycollectors.opentelemetry.io"],
	"workloads": [{"kind": "DaemonSet", "namespace": "kube-system", "name": "otel"}],
}

messages contains f.message if some f in collector.gap

test_pass if {
	count(collector.gap) == 0 with input as cluster([otel("running", "tracing/collector")])
	collector.summary == {"OpenTelemetry 0.140.0 is there"} with input as cluster([otel("running", "tracing/collector")])
}

test_pass_with_a_store_alone if count(collector.gap) == 0 with input as cluster([otel("running", "tracing/store")])

test_pass_when_hidden if count(collector.gap) == 0 with input as cluster([otel("hidden", "tracing/collector")])

test_gap_without_a_ready_pod if {
	down := object.union(cluster([otel("running", "tracing/collector")]), {"workloads": [mocks.daemon("otel", {"ready": 0})]})
	messages == {"none of 2 pods of OpenTelemetry is ready"} with input as down
	collector.summary == {"OpenTelemetry 0.140.0 is installed, without a ready pod"} with input as down
}

test_summary_of_two if {
	two := [otel("running", "tracing/collector"), {"title": "Tempo", "version": "", "state": "running", "roles": ["tracing/store"], "workloads": []}]
	collector.summary == {"OpenTelemetry 0.140.0, Tempo are there"} with input as cluster(two)
}

test_gap if {
	collector.summary == {"no known collector or store of traces runs in this cluster"} with input as cluster([])
	collector.gap == {{"message": "no collector or store of traces that kready knows runs in this cluster"}} with input as cluster([])
}

test_gap_operator_alone if {
	"OpenTelemetry 0.140.0 runs, and nothing that takes spans: an operator alone collects nothing" in messages with input as cluster([otel("running", "tracing/operator")])
}

test_gap_names_what_is_left if {
	"OpenTelemetry does not run; what is left of it: CRD opentelemetrycollectors.opentelemetry.io" in messages with input as cluster([otel("remnant", "tracing/collector")])
}

test_gap_asked_for_on_a_cluster if {
	"OpenTelemetry is asked for, and none of its workloads runs" in messages with input as cluster([otel("declared", "tracing/collector")])
}

test_unknown_on_manifests[role] if {
	some role in {"tracing/collector", "tracing/store"}
	manifests := object.union(cluster([otel("declared", role)]), {"target": {"kind": "manifests"}})
	collector.unknown == {
		{"message": "OpenTelemetry 0.140.0 is asked for; whether it comes up cannot be told from manifests"},
	} with input as manifests
	count(collector.gap) == 0 with input as manifests
}
