package kready.delivery["controllers-healthy_test"]

import data.kready.delivery["controllers-healthy"] as healthy
import data.kready.lib

ref := {"kind": "StatefulSet", "namespace": "argocd", "name": "application-controller"}

cluster(workload) := {
	"inventory": [{"title": "Argo CD", "version": "3.4.1", "state": "running", "roles": ["delivery/gitops"], "workloads": [ref]}],
	"workloads": [object.union(ref, workload)],
}

test_pass if count(healthy.gap) == 0 with input as cluster({"status": true, "desired": 1, "ready": 1})

test_gap if {
	healthy.gap == {
		lib.finding("StatefulSet", "argocd", "application-controller", "the only pod of Argo CD is not ready"),
	} with input as cluster({"status": true, "desired": 1, "ready": 0})
}

test_unknown if {
	healthy.unknown == {
		lib.finding("StatefulSet", "argocd", "application-controller", "Argo CD carries no status: whether it runs cannot be told"),
	} with input as cluster({"status": false, "desired": 1, "ready": 0})
}

test_skip if healthy.skip == {"no delivery controller runs here"} with input as {"inventory": [], "workloads": []}
