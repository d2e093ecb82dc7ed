package kready.mesh["control-plane_test"]

import data.kready.lib
import data.kready.mesh["control-plane"] as plane

ref := {"kind": "Deployment", "namespace": "istio-system", "name": "istiod"}

cluster(workload, nodes) := {
	"inventory": [{"title": "Istio", "version": "1.31.1", "state": "running", "roles": ["mesh/control-plane"], "workloads": [ref]}],
	"workloads": [object.union(ref, workload)],
	"nodes": [{"name": name, "virtual": false, "taints": []} | some name in nodes],
}

two := ["a", "b"]

test_pass if count(plane.gap) == 0 with input as cluster({"status": true, "desired": 2, "ready": 2}, two)

test_gap_when_down if {
	plane.gap == {
		lib.finding("Deployment", "istio-system", "istiod", "none of 2 pods of Istio is ready"),
	} with input as cluster({"status": true, "desired": 2, "ready": 0}, two)
	count(plane.broken) == 1 with input as cluster({"status": true, "desired": 2, "ready": 0}, two)
}

test_gap_on_one_replica if {
	input_ := cluster({"status": true, "desired": 1, "ready": 1}, two)
	plane.summary.gap == {"1 Deployment of the control plane has a single replica"} with input as input_
}

test_one_replica_on_one_node if count(plane.gap) == 0 with input as cluster({"status": true, "desired": 1, "ready": 1}, ["a"])

test_unknown_without_status if {
	input_ := cluster({"status": false, "desired": 1, "ready": 0}, two)
	plane.unknown == {
		lib.finding("Deployment", "istio-system", "istiod", "Istio carries no status: whether it runs cannot be told"),
	} with input as input_
	count(plane.gap) == 0 with input as input_
}

test_skip_when_hidden if {
	plane.skip == {
		"the provider runs the control plane where its pods cannot be seen",
	} with input as {"inventory": [], "workloads": [], "nodes": []}
}
