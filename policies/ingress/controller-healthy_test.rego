package kready.ingress["controller-healthy_test"]

import data.kready.ingress["controller-healthy"] as healthy
import data.kready.lib

ref := {"kind": "Deployment", "namespace": "edge", "name": "proxy"}

cluster(state, workload) := {
	"ingressClasses": [],
	"inventory": [{"title": "Proxy", "version": "1.2", "state": state, "roles": ["ingress/controller"], "workloads": [ref], "controllers": []}],
	"workloads": [object.union(ref, workload)],
}

test_pass_with_one_ready_pod if {
	input_ := cluster("running", {"status": true, "desired": 2, "ready": 1})
	count(healthy.gap) == 0 with input as input_
	healthy.summary.pass == {"Proxy 1.2: 1 of 2 pods ready"} with input as input_
}

test_gap_without_a_ready_pod if {
	input_ := cluster("running", {"status": true, "desired": 2, "ready": 0})
	healthy.gap == {lib.finding("Deployment", "edge", "proxy", "none of 2 pods of Proxy is ready")} with input as input_
}

test_gap_when_scaled_to_zero if {
	input_ := cluster("running", {"status": true, "desired": 0, "ready": 0})
	healthy.gap == {lib.finding("Deployment", "edge", "proxy", "Proxy is scaled to zero")} with input as input_
}

test_unknown_without_a_status if {
	input_ := cluster("running", {"status": false, "desired": 2, "ready": 0})
	count(healthy.gap) == 0 with input as input_
	healthy.unknown == {
		lib.finding("Deployment", "edge", "proxy", "Proxy carries no status: whether it runs cannot be told"),
	} with input as input_
}

test_skip_without_pods_to_see if {
	healthy.skip == {
		"no controller runs where its pods can be seen; ingress/orphan-class judges it by its Ingresses",
	} with input as {"inventory": [], "workloads": [], "ingressClasses": []}
}
