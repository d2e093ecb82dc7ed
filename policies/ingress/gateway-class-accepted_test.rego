package kready.ingress["gateway-class-accepted_test"]

import data.kready.ingress["gateway-class-accepted"] as accepted

cluster(status) := {
	"target": {"kind": "cluster"},
	"gatewayClasses": [{"name": "edge", "controller": "edge.example/gateway", "accepted": status, "reason": "Odd", "message": ""}],
}

test_pass if {
	count(accepted.gap) == 0 with input as cluster("True")
	accepted.summary.pass == {"1 GatewayClass is accepted"} with input as cluster("True")
}

test_gap_when_refused if {
	[f.message | some f in accepted.gap] == ["edge.example/gateway refused it: Odd"] with input as cluster("False")
}

test_gap_when_nobody_looked if {
	count(accepted.gap) == 1 with input as cluster("Unknown")
	count(accepted.gap) == 1 with input as cluster("")
}

test_unknown_on_manifests if {
	manifests := object.union(cluster(""), {"target": {"kind": "manifests"}})
	count(accepted.gap) == 0 with input as manifests
	count(accepted.unknown) == 1 with input as manifests
}

test_skip if count(accepted.skip) == 1 with input as {"gatewayClasses": [], "target": {"kind": "cluster"}}
