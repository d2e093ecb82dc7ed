package kready.scaling["pdb-blocking_test"]

import data.kready.lib
import data.kready.scaling["pdb-blocking"] as pdbs

budget(changes) := object.union(
	{
		"namespace": "shop", "name": "db", "createdAt": "2026-06-01T00:00:00Z", "blockedSince": "0001-01-01T00:00:00Z",
		"minAvailable": "1", "maxUnavailable": "", "disruptionsAllowed": 0, "currentHealthy": 1,
		"desiredHealthy": 1, "expectedPods": 1, "observed": true,
	},
	changes,
)

cluster(budgets, nodes) := {
	"collectedAt": "2026-11-01T12:00:00Z", "podDisruptionBudgets": budgets, "target": {"kind": "cluster"},
	"nodes": [{"name": name, "virtual": false, "taints": []} | some name in nodes],
}

two := ["a", "b"]

test_gap if {
	pdbs.gap == {
		lib.finding("PodDisruptionBudget", "shop", "db", "minAvailable is 1, and 1 of 1 pod must stay: none may be evicted"),
	} with input as cluster([budget({})], two)
}

test_gap_by_max_unavailable if {
	some f in pdbs.gap with input as cluster([budget({"minAvailable": "", "maxUnavailable": "0"})], two)
	f.message == "maxUnavailable is 0, and 1 of 1 pod must stay: none may be evicted"
}

test_pass if count(pdbs.gap) == 0 with input as cluster([budget({"disruptionsAllowed": 1})], two)

test_pass_without_budgets if pdbs.summary.pass == {"there is no PodDisruptionBudget"} with input as cluster([], two)

test_pass_during_a_rollout if {
	count(pdbs.gap) == 0 with input as cluster([budget({"blockedSince": "2026-11-01T11:55:00Z"})], two)
	count(pdbs.gap) == 0 with input as cluster([budget({"createdAt": "2026-11-01T11:55:00Z"})], two)
}

test_pass_when_pods_are_unhealthy if count(pdbs.gap) == 0 with input as cluster([budget({"currentHealthy": 0})], two)

test_left_out if {
	count(pdbs.gap) == 0 with input as cluster([budget({"expectedPods": 0})], two)
	count(pdbs.gap) == 0 with input as cluster([budget({"observed": false})], two)
}

test_skip_on_one_node if {
	pdbs.skip == {"ordinary pods have a single node: there is nowhere to move them"} with input as cluster([budget({})], ["a"])
}

test_unknown_on_manifests if {
	manifests := object.union(cluster([budget({"observed": false})], two), {"target": {"kind": "manifests"}})
	pdbs.unknown == {{"message": "the manifests carry no status of their budgets"}} with input as manifests
	count(pdbs.gap) == 0 with input as manifests
}
