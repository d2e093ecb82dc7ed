package kready.certificates["cert-manager-healthy_test"]

import data.kready.certificates["cert-manager-healthy"] as healthy
import data.kready.lib

part(name, changes) := object.union(
	{
		"kind": "Deployment", "namespace": "cm", "name": name, "status": true, "desired": 1, "ready": 1,
		"containers": [{"image": {"repository": sprintf("jetstack/cert-manager-%s", [name])}}],
	},
	changes,
)

cluster(version, parts) := {
	"asOf": "2026-11-01T00:00:00Z",
	"tables": {"support": [{"name": "cert-manager", "releases": [{"name": "1.19", "endOfLife": "2026-07-08T00:00:00Z"}]}]},
	"inventory": [{
		"name": "cert-manager", "title": "cert-manager", "version": version, "namespace": "cm", "state": "running",
		"roles": ["certificates/issuer"],
		"workloads": [{"kind": p.kind, "namespace": p.namespace, "name": p.name} | some p in parts],
	}],
	"workloads": parts,
}

three := [part("controller", {}), part("webhook", {}), part("cainjector", {})]

test_pass if {
	count(healthy.gap) == 0 with input as cluster("1.21.1", three)
	healthy.summary.pass == {"cert-manager 1.21.1: 3 of 3 pods ready"} with input as cluster("1.21.1", three)
}

test_newer_than_the_table if count(healthy.gap) == 0 with input as cluster("1.30.0", three)

test_gap_when_old if {
	healthy.gap == {{"message": "cert-manager 1.19.2 was supported until 2026-07-08"}} with input as cluster("1.19.2", three)
}

test_gap_without_a_webhook if {
	parts := [part("controller", {}), part("cainjector", {})]
	healthy.gap == {{"message": "cert-manager in namespace cm has no webhook"}} with input as cluster("1.21.1", parts)
}

test_gap_when_down if {
	parts := [part("controller", {}), part("webhook", {"ready": 0}), part("cainjector", {})]
	[f.object.name | some f in healthy.gap] == ["webhook"] with input as cluster("1.21.1", parts)
}

test_unknown_without_status if {
	parts := [part("controller", {"status": false}), part("webhook", {}), part("cainjector", {})]
	healthy.unknown == {
		lib.finding("Deployment", "cm", "controller", "cert-manager carries no status: whether it runs cannot be told"),
	} with input as cluster("1.21.1", parts)
	count(healthy.gap) == 0 with input as cluster("1.21.1", parts)
}

test_skip if healthy.skip == {"cert-manager does not run here"} with input as {"inventory": []}
