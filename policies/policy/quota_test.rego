package kready.policy.quota_test

import data.kready.lib
import data.kready.mocks
import data.kready.policy.quota

ns(name) := {"name": name, "phase": "Active", "labels": {}}

limit(kind, namespace) := {"kind": kind, "namespace": namespace, "name": "x"}

cluster(names, limits) := mocks.cluster({
	"namespaces": [ns(name) | some name in names], "webhooks": [], "namespaceLimits": limits,
	"workloads": [{"kind": "Deployment", "namespace": name, "name": "web"} | some name in names],
})

full(name) := [limit("ResourceQuota", name), limit("LimitRange", name)]

test_pass if {
	quota.summary.pass == {"all 2 application namespaces have a quota and a limit range"} with input as cluster(["a", "b", "kube-system"], array.concat(full("a"), full("b")))
}

test_gap if {
	quota.gap == {lib.finding("Namespace", "", "b", "it has no LimitRange and no ResourceQuota")} with input as cluster(["a", "b"], full("a"))
	quota.gap == {
		lib.finding("Namespace", "", "b", "it has no LimitRange"),
	} with input as cluster(["a", "b"], array.concat(full("a"), [limit("ResourceQuota", "b")]))
}

test_skip if {
	quota.skip == {"one application namespace has the cluster to itself"} with input as cluster(["a", "kube-system"], [])
	quota.skip == {"no application runs yet"} with input as cluster(["kube-system"], [])
}

test_empty_namespaces_are_left_out if {
	quota.skip == {"no application runs yet"} with input as object.union(cluster(["a", "b"], []), {"workloads": []})
}
