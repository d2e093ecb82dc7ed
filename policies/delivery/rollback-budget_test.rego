package kready.delivery["rollback-budget_test"]

import data.kready.delivery["rollback-budget"] as rollback
import data.kready.mocks

ref := {"kind": "Deployment", "namespace": "edge", "name": "controller"}

cluster(changes) := mocks.cluster({
	"inventory": [{"name": "x", "title": "X", "state": "running", "roles": [], "workloads": [ref]}],
	"workloads": [object.union_n([ref, {"ownerKind": "", "revisions": "none"}, changes])],
})

cluster_in(namespace) := json.patch(cluster({}), [
	{"op": "replace", "path": "/workloads/0/namespace", "value": namespace},
	{"op": "replace", "path": "/inventory/0/workloads/0/namespace", "value": namespace},
])

test_gap if {
	count(rollback.gap) == 1 with input as cluster({})
}

test_pass if {
	count(((rollback.gap | rollback.unknown) | rollback.skip)) == 0 with input as cluster({"revisions": "kept"})
}

test_left_out[name] if {
	some name, input_ in {
		"an operator's": cluster({"ownerKind": "Installation"}),
		"the distribution's": cluster_in("kube-system"),
		"a CronJob": cluster({"kind": "CronJob", "revisions": ""}),
	}
	count(rollback.skip) == 1 with input as input_
}

test_not_said if {
	count(rollback.unknown) == 1 with input as cluster({"revisions": ""})
}
