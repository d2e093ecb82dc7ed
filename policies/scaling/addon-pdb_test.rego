package kready.scaling["addon-pdb_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.scaling["addon-pdb"] as pdb

deployment(replicas) := mocks.daemon("ms", {"kind": "Deployment", "desired": replicas, "podLabels": {"app": "ms"}})

service(roles) := {
	"namespace": "kube-system", "name": "ms", "exists": true, "external": false, "selector": {"app": "ms"},
	"readyEndpoints": 1, "roles": roles,
}

budgeted(name) := {"kind": "Deployment", "namespace": "kube-system", "name": name, "budgets": ["b"]}

cluster(replicas, roles, budgets, changes) := object.union(
	mocks.cluster({
		"workloads": [deployment(replicas)], "backends": [service(roles)], "budgeted": budgets, "webhooks": [],
		"podDisruptionBudgets": [], "tables": {"budgetOwners": []},
	}),
	changes,
)

test_pass if {
	some_where := {"pods": [on("a"), on("b")]}
	pdb.summary.pass == {"1 add-on has two pods or more and a budget that allows an eviction"} with input as cluster(2, ["apiservice"], [budgeted("ms")], some_where)
	pdb.summary.pass == {
		"1 add-on has two pods or more and a budget that allows an eviction, of 1 it was not seen on which nodes",
	} with input as cluster(2, ["apiservice"], [budgeted("ms")], {})
}

on(node) := {"kind": "Deployment", "namespace": "kube-system", "name": "ms", "node": node, "count": 1, "ready": 1, "reasons": []}

test_gap_on_one_node if {
	one := {"pods": [object.union(on("a"), {"count": 2, "ready": 2})]}
	pdb.gap == {
		lib.finding("Deployment", "kube-system", "ms", "all 2 ready pods are on node a"),
	} with input as cluster(2, ["apiservice"], [budgeted("ms")], one)
	count(pdb.gap) == 0 with input as cluster(2, ["dns"], [budgeted("ms")], one)
	count(pdb.gap) == 0 with input as cluster(2, ["apiservice"], [budgeted("ms")], {"pods": [on("a"), object.union(on("b"), {"ready": 0})]})
}

# A budget that lets nothing go is no help, and another check's gap.
test_a_refusing_budget_is_not_praised if {
	zero := {"podDisruptionBudgets": [{
		"namespace": "kube-system", "name": "b", "minAvailable": "", "maxUnavailable": "0", "observed": true, "expectedPods": 2,
		"disruptionsAllowed": 0, "owner": "", "selector": {"set": true, "requirements": []},
	}]}
	said := {"no budget here allows an eviction: see scaling/pdb-blocking"}
	pdb.skip == said with input as cluster(2, ["apiservice"], [budgeted("ms")], zero)
	two := [object.union(budgeted("ms"), {"budgets": ["b", "c"]})]
	pdb.skip == said with input as cluster(2, ["apiservice"], two, {})
}

test_gap[name] if {
	no_budget := "no PodDisruptionBudget selects its 2 pods"
	some name, case in {
		"one replica": [cluster(1, ["apiservice"], [], {}), "it has one replica"],
		"no budget": [cluster(2, ["apiservice"], [], {}), no_budget],
		"budget of another": [cluster(2, ["apiservice"], [budgeted("other")], {}), no_budget],
	}
	pdb.gap == {lib.finding("Deployment", "kube-system", "ms", case[1])} with input as case[0]
}

hook(policy) := {"webhooks": [{"webhooks": [{"failurePolicy": policy, "serviceNamespace": "kube-system", "serviceName": "ms"}]}]}

test_strict_webhooks_only if {
	pdb.gap == {lib.finding("Deployment", "kube-system", "ms", "it has one replica")} with input as cluster(1, ["webhook"], [], hook("Fail"))
	pdb.skip == {"no add-on is known that everybody waits for"} with input as cluster(1, ["webhook"], [], hook("Ignore"))
}

test_replicas_of_dns_are_judged_elsewhere if {
	count(pdb.gap) == 0 with input as cluster(1, ["dns"], [], {})
	pdb.gap == {
		lib.finding("Deployment", "kube-system", "ms", "no PodDisruptionBudget selects its 2 pods"),
	} with input as cluster(2, ["dns"], [], {})
}

skipped := {
	"the provider's own": "no add-on is known that everybody waits for",
	"OpenShift's own": "no add-on is known that everybody waits for",
	"one node": "ordinary pods have a single node: there is nowhere to move them",
	"cert-manager": "no add-on is known that everybody waits for",
}

test_left_out[name] if {
	some name, changes in {
		"the provider's own": {"distribution": {"name": "gke", "managed": true}},
		"OpenShift's own": {
			"distribution": {"name": "openshift", "managed": false},
			"workloads": [object.union(deployment(1), {"namespace": "openshift-multus"})],
			"backends": [object.union(service(["apiservice"]), {"namespace": "openshift-multus"})],
		},
		"one node": {"nodes": [mocks.node("a", {})]},
		"cert-manager": {"inventory": [object.union(mocks.running("ms", ["certificates/issuer"], []), {"workloads": [{"kind": "Deployment", "namespace": "kube-system", "name": "ms"}]})]},
	}
	pdb.skip == {skipped[name]} with input as cluster(1, ["apiservice"], [], changes)
}
