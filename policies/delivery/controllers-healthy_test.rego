package kready.delivery["controllers-healthy_test"]

import data.kready.delivery["controllers-healthy"] as healthy

ref := {"kind": "StatefulSet", "namespace": "argocd", "name": "application-controller"}

cluster(workload) := {
	"inventory": [{"title": "Argo CD", "version": "3.4.1", "state": "running", "roles": ["delivery/gitops"], "workloads": [ref]}],
	"workloads": [object.union(ref, workload)],
}

test_pass if count(healthy.gap) == 0 with input as cluster({"status": true, "desired": 1, "ready": 1})

test_gap if count(healthy.gap) == 1 with input as cluster({"status": true, "desired": 1, "ready": 0})

test_unknown if count(healthy.unknown) == 1 with input as cluster({"status": false, "desired": 1, "ready": 0})

test_skip if count(healthy.skip) == 1 with input as {"inventory": [], "workloads": []}
