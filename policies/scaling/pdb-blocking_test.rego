package kready.scaling["pdb-blocking_test"]

import data.kready.lib
import data.kready.scaling["pdb-blocking"] as pdbs

budget(changes) := object.union(
	{
		"namespace": "shop", "name": "db", "createdAt": "2026-06-01T00:00:00Z", "blockedSince": "0001-01-01T00:00:00Z",
		"minAvailable": "1", "maxUnavailable": "", "disruptionsAllowed": 0, "currentHealthy": 1,
		"desiredHealthy": 1, "expectedPods": 1, "observed": true, "unhealthyPodEvictionPolicy": "IfHealthyBudget", "owner": "",
		"selector": {"set": true, "requirements": [{"key": "app", "operator": "In", "values": ["db"]}]},
	},
	changes,
)

cluster(budgets, nodes) := {
	"collectedAt": "2026-11-01T12:00:00Z", "podDisruptionBudgets": budgets, "target": {"kind": "cluster"},
	"nodes": [{"name": name, "virtual": false, "taints": []} | some name in nodes],
	"budgeted": [], "workloads": [], "inventory": [], "webhooks": [], "tables": {"budgetOwners": owners},
}

owners := [
	{
		"product": "Longhorn", "kind": "", "selectorKey": "longhorn.io/component", "selectorValue": "instance-manager",
		"lifts": "takes it away", "needs": "", "needsName": "", "setting": "node-drain-policy",
	},
	{
		"product": "CloudNativePG", "kind": "Cluster.postgresql.cnpg.io", "selectorKey": "", "selectorValue": "",
		"lifts": "moves the primary", "needs": "sibling", "needsName": "-primary", "setting": "enablePDB",
	},
	{
		"product": "Strimzi", "kind": "Kafka.kafka.strimzi.io", "selectorKey": "", "selectorValue": "",
		"lifts": "restarts the pod", "needs": "webhook", "needsName": "strimzi-drain-cleaner", "setting": "Drain Cleaner",
	},
	{
		"product": "Zalando", "kind": "", "selectorKey": "spilo-role", "selectorValue": "master",
		"lifts": "moves the master", "needs": "replicas", "needsName": "cluster-name", "setting": "numberOfInstances",
	},
]

labels(pairs) := {"set": true, "requirements": [{"key": k, "operator": "In", "values": [v]} | some k, v in pairs]}

deployment(desired) := {"kind": "Deployment", "namespace": "shop", "name": "db", "desired": desired, "podLabels": {"app": "db"}}

guards(kind, names) := {"kind": kind, "namespace": "shop", "name": "db", "budgets": names}

two := ["a", "b"]

# of_three is a budget that may allow one eviction.
of_three(changes) := budget(object.union({"minAvailable": "2", "expectedPods": 3, "desiredHealthy": 2, "currentHealthy": 2}, changes))

message(m) := {object.union(lib.finding("PodDisruptionBudget", "shop", "db", m), {"state": "budget"})}

# What the numbers can never allow needs no waiting.
test_never[name] if {
	one := "minAvailable is 1, and it has 1 pod: none may ever be evicted"
	some name, case in {
		"as many as there are": [{}, one],
		"in a rollout": [{"blockedSince": "2026-11-01T11:59:00Z"}, one],
		"just made": [{"createdAt": "2026-11-01T11:59:00Z"}, one],
		"unhealthy pods": [{"currentHealthy": 0}, one],
		"all of them": [{"minAvailable": "100%", "expectedPods": 4}, "minAvailable is 100%, and it has 4 pods: none may ever be evicted"],
		"half of one": [{"minAvailable": "50%"}, "minAvailable is 50%, and it has 1 pod: none may ever be evicted"],
		"more than there are": [{"minAvailable": "5", "expectedPods": 4}, "minAvailable is 5, and it has 4 pods: none may ever be evicted"],
		"none": [{"minAvailable": "", "maxUnavailable": "0", "expectedPods": 9}, "maxUnavailable is 0: none may ever be evicted"],
		"none in a hundred": [{"minAvailable": "", "maxUnavailable": "0%", "expectedPods": 9}, "maxUnavailable is 0: none may ever be evicted"],
	}
	pdbs.gap == message(case[1]) with input as cluster([budget(case[0])], two)
}

test_not_never[name] if {
	some name, changes in {
		"some are allowed": {"disruptionsAllowed": 1},
		"one of three": {"minAvailable": "2", "expectedPods": 3, "disruptionsAllowed": 1},
		"a third of three": {"minAvailable": "66%", "expectedPods": 3, "disruptionsAllowed": 1},
		"one of a hundred": {"minAvailable": "", "maxUnavailable": "1%", "disruptionsAllowed": 1},
		"no pods": {"expectedPods": 0},
	}
	count(pdbs.gap) == 0 with input as cluster([budget(changes)], two)
}

# Without a status the workloads say how many pods there are.
test_never_by_workloads if {
	unseen := cluster([budget({"observed": false, "expectedPods": 0})], two)
	guarded := object.union(unseen, {"workloads": [deployment(1)], "budgeted": [guards("Deployment", ["db"])]})
	pdbs.gap == message("minAvailable is 1, and it has 1 pod: none may ever be evicted") with input as guarded
	count(pdbs.gap) == 0 with input as object.union(guarded, {"workloads": [deployment(2)]})
	count(pdbs.gap) == 0 with input as unseen
}

test_blocked_by_status if {
	blocked := "minAvailable is 2, and 2 of 3 pods are healthy: none may be evicted"
	pdbs.gap == message(blocked) with input as cluster([of_three({})], two)
	count(pdbs.gap) == 0 with input as cluster([of_three({"blockedSince": "2026-11-01T11:55:00Z"})], two)
	count(pdbs.gap) == 0 with input as cluster([of_three({"createdAt": "2026-11-01T11:55:00Z"})], two)
}

# What is not ready is kept too, but where the budget says otherwise, or an older snapshot
# does not say.
test_too_few_healthy if {
	kept := "minAvailable is 2, and 1 of 3 pods is healthy: not even the others may be evicted (unhealthyPodEvictionPolicy IfHealthyBudget)"
	pdbs.gap == message(kept) with input as cluster([of_three({"currentHealthy": 1})], two)
	count(pdbs.gap) == 0 with input as cluster([of_three({"currentHealthy": 1, "namespace": "kube-system"})], two)
	every policy in ["AlwaysAllow", ""] {
		count(pdbs.gap) == 0 with input as cluster([of_three({"currentHealthy": 1, "unhealthyPodEvictionPolicy": policy})], two)
	}
}

test_two_budgets if {
	free := budget({"disruptionsAllowed": 1, "expectedPods": 2})
	pair := object.union(cluster([free, object.union(free, {"name": "db2"})], two), {
		"workloads": [deployment(2)], "budgeted": [guards("Deployment", ["db", "db2"])],
	})
	refused := "PodDisruptionBudgets db and db2 select the pods of Deployment db: the API refuses to evict pods with more than one"
	pdbs.gap == {object.union(lib.finding("PodDisruptionBudget", "shop", "db2", refused), {"state": "two-budgets"})} with input as pair
	pdbs.state == {"two-budgets"} with input as pair
	pdbs.summary.gap == {"1 workload's pods are under more than one budget and cannot be evicted"} with input as pair
	count(pdbs.gap) == 0 with input as object.union(pair, {"workloads": [deployment(0)]})
	count(pdbs.gap) == 0 with input as object.union(pair, {"budgeted": [guards("DaemonSet", ["db", "db2"])]})
}

selected_by(name) := {object.union(
	lib.finding("PodDisruptionBudget", "shop", "db", sprintf("PodDisruptionBudget %s selects all of its pods too: the API refuses to evict pods with more than one", [name])),
	{"state": "two-budgets"},
)}

# Pods of controllers that kready does not read: the selectors tell.
test_overlapping_selectors if {
	free := budget({"disruptionsAllowed": 1, "expectedPods": 2})
	wide := object.union(free, {"name": "all", "selector": {"set": true, "requirements": []}})
	pdbs.gap == selected_by("all") with input as cluster([free, wide], two)
	twin := object.union(free, {"name": "twin"})
	pdbs.gap == selected_by("twin") with input as cluster([free, twin], two)
	count(pdbs.gap) == 0 with input as cluster([free, object.union(wide, {"namespace": "x"})], two)
	count(pdbs.gap) == 0 with input as cluster([free, object.union(free, {"name": "other", "selector": labels({"app": "other"})})], two)
}

# Of budgets that select the same there is one finding each, but for the last, however many there are.
test_many_overlap if {
	free := budget({"disruptionsAllowed": 1, "expectedPods": 2})
	more := [object.union(free, {"name": name}) | some name in ["db1", "db2", "db3"]]
	wide := [object.union(free, {"name": name, "selector": {"set": true, "requirements": []}}) | some name in ["all", "any"]]

	three := {[one.object.name, split(one.message, " select")[0]] | some one in pdbs.gap} with input as cluster(array.concat([free], array.slice(more, 0, 2)), two)
	three == {["db", "PodDisruptionBudgets db1 and db2"], ["db1", "PodDisruptionBudget db2"]}
	six := {[one.object.name, split(one.message, " select")[0]] | some one in pdbs.gap} with input as cluster(array.flatten([free, more, wide]), two)
	six == {
		["db", "PodDisruptionBudgets all, any, db1 and 2 more"], ["db1", "PodDisruptionBudgets all, any, db2 and 1 more"],
		["db2", "PodDisruptionBudgets all and any and db3"], ["db3", "PodDisruptionBudgets all and any"], ["all", "PodDisruptionBudget any"],
	}
}

test_many_for_one_workload if {
	free := budget({"disruptionsAllowed": 1, "expectedPods": 2})
	names := ["db1", "db2", "db3", "db4", "db5"]
	many := object.union(cluster([object.union(free, {"name": name}) | some name in names], two), {
		"workloads": [deployment(2)], "budgeted": [guards("Deployment", names)],
	})
	texts := {split(f.message, ":")[0] | some f in pdbs.gap} with input as many
	texts == {"PodDisruptionBudgets db1, db2, db3 and 2 more select the pods of Deployment db"}
	count(pdbs.gap) == 4 with input as many
}

longhorn := budget({"selector": labels({"longhorn.io/component": "instance-manager", "longhorn.io/node": "a"})})

test_lifted_by_its_owner if {
	pdbs.summary.pass == {
		"none of 1 budget refuses all evictions for good; 1 is Longhorn's own, which takes it away (node-drain-policy)",
	} with input as cluster([longhorn], two)
	count(pdbs.gap) == 0 with input as cluster([longhorn], two)
}

primary := budget({"name": "db-primary", "owner": "Cluster.postgresql.cnpg.io"})

kafka := budget({"owner": "Kafka.kafka.strimzi.io", "minAvailable": "", "maxUnavailable": "0"})

zalando := budget({"selector": labels({"spilo-role": "master", "cluster-name": "pg"})})

instances(n) := [{"kind": "StatefulSet", "namespace": "shop", "name": "pg", "desired": n, "podLabels": {"cluster-name": "pg"}}]

test_lifted_only_with_what_it_needs[name] if {
	some name, case in {
		"CloudNativePG": [cluster([primary], two), "minAvailable is 1, and it has 1 pod: none may ever be evicted; CloudNativePG makes it: change enablePDB"],
		"Strimzi": [cluster([kafka], two), "maxUnavailable is 0: none may ever be evicted; Strimzi makes it: change Drain Cleaner"],
		"Zalando": [
			object.union(cluster([zalando], two), {"workloads": instances(1)}),
			"minAvailable is 1, and it has 1 pod: none may ever be evicted; Zalando makes it: change numberOfInstances",
		],
	}
	[f.message | some f in pdbs.gap] == [case[1]] with input as case[0]
	pdbs.state == {"product"} with input as case[0]
}

test_lifted_with_what_it_needs if {
	replicas := budget({"selector": labels({"role": "replica"}), "disruptionsAllowed": 1, "expectedPods": 2})
	count(pdbs.gap) == 0 with input as cluster([primary, replicas], two)
	count(pdbs.gap) == 0 with input as object.union(cluster([kafka], two), {"webhooks": [{"name": "strimzi-drain-cleaner", "webhooks": []}]})
	count(pdbs.gap) == 0 with input as object.union(cluster([zalando], two), {"workloads": instances(2)})
}

test_pass_without_budgets if pdbs.summary.pass == {"there is no PodDisruptionBudget"} with input as cluster([], two)

test_skip_on_one_node if {
	pdbs.skip == {"ordinary pods have a single node: there is nowhere to move them"} with input as cluster([budget({})], ["a"])
}

test_unknown_on_manifests if {
	manifests := object.union(cluster([budget({"observed": false})], two), {"target": {"kind": "manifests"}})
	pdbs.unknown == {{"message": "the manifests carry no status of their budgets"}} with input as manifests
	count(pdbs.gap) == 0 with input as manifests
}
