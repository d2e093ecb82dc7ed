package kready.secrets["controller-healthy_test"]

import data.kready.lib
import data.kready.secrets["controller-healthy"] as healthy

ref := {"kind": "Deployment", "namespace": "eso", "name": "webhook"}

cluster(workload) := {
	"inventory": [{"title": "External Secrets", "version": "2.9.0", "state": "running", "roles": ["secrets/operator"], "workloads": [ref]}],
	"workloads": [object.union(ref, workload)],
}

test_pass if count(healthy.gap) == 0 with input as cluster({"status": true, "desired": 1, "ready": 1})

test_gap if {
	input_ := cluster({"status": true, "desired": 1, "ready": 0})
	healthy.gap == {lib.finding("Deployment", "eso", "webhook", "the only pod of External Secrets is not ready")} with input as input_
}

test_unknown if {
	healthy.unknown == {
		lib.finding("Deployment", "eso", "webhook", "External Secrets carries no status: whether it runs cannot be told"),
	} with input as cluster({"status": false, "desired": 1, "ready": 0})
}

test_skip if healthy.skip == {"no known secrets operator and no injector but Vault's runs here"} with input as {"inventory": [], "workloads": []}
