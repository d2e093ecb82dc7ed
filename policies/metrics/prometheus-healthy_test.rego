package kready.metrics["prometheus-healthy_test"]

import data.kready.lib
import data.kready.metrics["prometheus-healthy"] as healthy

condition(type, status) := {"type": type, "status": status, "reason": "R", "message": "M"}

server(changes) := object.union(
	{
		"kind": "Prometheus", "namespace": "monitoring", "name": "main", "createdAt": "2026-06-01T00:00:00Z", "shards": [], "paused": false,
		"conditions": [condition("Available", "True"), condition("Reconciled", "True")],
	},
	changes,
)

workload(ready) := {
	"kind": "StatefulSet", "namespace": "monitoring", "name": "prometheus-main", "ownerKind": "Prometheus", "ownerName": "main",
	"status": true, "desired": 1, "ready": ready,
}

cluster(servers, workloads) := {
	"collectedAt": "2026-11-01T12:00:00Z", "prometheuses": servers, "workloads": workloads, "nodes": [], "pods": [],
	"target": {"kind": "cluster"}, "alertmanagers": [], "candidates": [], "distribution": {"name": "kubeadm"},
	"inventory": [pipeline_of(workloads), operator],
}

operator := {
	"name": "prometheus-operator", "title": "Prometheus Operator", "version": "", "state": "running", "roles": ["metrics/operator"],
	"nodes": {"of": 0, "missing": []}, "workloads": [],
}

pipeline_of(workloads) := {
	"name": "prometheus", "title": "Prometheus", "version": "3.13.1", "state": "running", "roles": ["metrics/pipeline"],
	"nodes": {"of": 0, "missing": []},
	"workloads": [{"kind": w.kind, "namespace": w.namespace, "name": w.name} | some w in workloads],
}

# alone is a cluster without the operator.
alone(servers, workloads) := object.union(cluster(servers, workloads), {"inventory": [pipeline_of(workloads)]})

gaps(servers, workloads) := found if found := healthy.gap with input as cluster(servers, workloads)

# faulty is the finding on the server.
faulty(message) := {lib.finding("Prometheus", "monitoring", "main", message)}

test_pass if {
	healthy.summary.pass == {"Prometheus monitoring/main is available"} with input as cluster([server({})], [workload(1)])
	gaps([server({})], [workload(1)]) == set()
}

test_conditions if {
	gaps([server({"conditions": [condition("Available", "False")]})], []) == faulty("it is not available (R: M)")
	gaps([server({"conditions": [condition("Reconciled", "False")]})], []) == faulty("its operator cannot reconcile it (R: M)")
}

# Google's operator scales what evaluates rules to zero while there are none; not so the operator itself.
test_nothing_to_evaluate if {
	evaluator := {"kind": "Deployment", "namespace": "gmp-system", "name": "rule-evaluator", "ownerKind": "", "ownerName": "", "status": true, "desired": 0, "ready": 0}
	managed := [object.union(impl, {"name": "gke-managed-prometheus", "title": "Managed Prometheus"}) | some impl in cluster([], [evaluator]).inventory]
	in_gke := object.union(cluster([], [evaluator]), {"inventory": managed})
	count(healthy.gap) == 0 with input as in_gke
	crashing := object.union(in_gke, {"workloads": [object.union(evaluator, {"desired": 1})]})
	healthy.gap == {lib.finding("Deployment", "gmp-system", "rule-evaluator", "the only pod of Managed Prometheus is not ready")} with input as crashing
	count(healthy.gap) == 1 with input as cluster([], [evaluator])
}

test_one_cause_is_one_gap if {
	gaps([server({"conditions": [condition("Available", "False")]})], [workload(0)]) == faulty("it is not available (R: M)")
}

test_degraded if {
	weak := server({"conditions": [condition("Available", "Degraded")], "shards": [{"name": "0", "replicas": 2, "available": 1}]})
	gaps([weak], []) == set()
	holed := server({"conditions": [condition("Available", "Degraded")], "shards": [{"name": "1", "replicas": 1, "available": 0}]})
	gaps([holed], []) == faulty("shard 1 has no pod that is available: its part of the targets is not scraped")
}

test_without_conditions if {
	gaps([server({"conditions": []})], []) == faulty("no operator has acted on it")
	gaps([server({"conditions": []})], [workload(1)]) == set()
	gaps([server({"conditions": []})], [workload(0)]) == {lib.finding("StatefulSet", "monitoring", "prometheus-main", "the only pod of Prometheus is not ready")}
	gaps([server({"conditions": [], "createdAt": "2026-11-01T11:55:00Z"})], []) == set()
}

test_unknown if {
	healthy.unknown == {
		lib.finding("Prometheus", "monitoring", "main", "whether it is available is not known (R: M)"),
	} with input as cluster([server({"conditions": [condition("Available", "Unknown")]})], [])
	healthy.unknown == {
		lib.finding("Prometheus", "monitoring", "main", "it carries no status"),
	} with input as cluster([server({"conditions": [], "createdAt": "0001-01-01T00:00:00Z"})], [])
}

test_skip_when_hidden if healthy.skip == {"the collectors run out of sight"} with input as cluster([], [])

in_state(kind, message, state) := {object.union(lib.finding(kind, "monitoring", "main", message), {"state": state})}

test_operator_gone if {
	runs_on := in_state("Prometheus", "no Prometheus Operator is seen here: its pods go on with the configuration that they had, so that what was changed since has no effect", "no-operator")
	healthy.gap == runs_on with input as alone([server({})], [workload(1)])
	healthy.state == {"no-operator"} with input as alone([server({})], [workload(1)])
	healthy.gap == in_state("Prometheus", "no Prometheus Operator is seen here: nothing acts on it", "no-operator") with input as alone([server({"conditions": []})], [])

	# Of manifests and of a vCluster it is not known what else runs.
	rendered := object.union(alone([server({})], []), {"target": {"kind": "manifests"}, "applications": {"workloads": 0}})
	count(healthy.gap) == 0 with input as rendered
	synced := object.union(alone([server({})], [workload(1)]), {"distribution": {"name": "vcluster"}})
	count(healthy.gap) == 0 with input as synced
	count(healthy.unknown) == 1 with input as synced

	# Nor where something runs that could be it.
	stranger := {"role": "metrics/operator", "object": {"kind": "Deployment", "namespace": "monitoring", "name": "operator"}, "why": "W"}
	mirrored := object.union(alone([server({})], [workload(1)]), {"candidates": [stranger]})
	count(healthy.gap) == 0 with input as mirrored
	count(healthy.unknown) == 1 with input as mirrored
}

test_paused if {
	paused := in_state("Prometheus", healthy.stopped, "paused")
	gaps([server({"paused": true})], [workload(1)]) == paused
	manager := {"namespace": "monitoring", "name": "main", "paused": true, "conditions": [condition("Reconciled", "True")]}
	healthy.gap == in_state("Alertmanager", healthy.stopped, "paused") with input as object.union(cluster([], []), {"alertmanagers": [manager]})
	healthy.state == {"paused"} with input as object.union(cluster([], []), {"alertmanagers": [manager]})
}

test_alertmanager_not_reconciled if {
	manager := {"namespace": "monitoring", "name": "main", "paused": false, "conditions": [condition("Reconciled", "False")]}
	healthy.gap == {lib.finding("Alertmanager", "monitoring", "main", "its operator cannot reconcile it (R: M)")} with input as object.union(cluster([], []), {"alertmanagers": [manager]})
}
