package kready.ingress["gateway-class-accepted_test"]

import data.kready.ingress["gateway-class-accepted"] as accepted
import data.kready.lib

cluster(status) := {
	"target": {"kind": "cluster"},
	"gatewayClasses": [{"name": "edge", "controller": "edge.example/gateway", "accepted": status, "reason": "Odd", "message": ""}],
}

test_pass if {
	count(accepted.gap) == 0 with input as cluster("True")
	accepted.summary.pass == {"1 GatewayClass is accepted"} with input as cluster("True")
}

test_gap_when_refused if {
	accepted.gap == {lib.finding("GatewayClass", "", "edge", "edge.example/gateway refused it: Odd")} with input as cluster("False")
}

test_gap_when_nobody_looked if {
	accepted.gap == {
		lib.finding("GatewayClass", "", "edge", "no controller named edge.example/gateway has accepted it"),
	} with input as cluster("Unknown")
	accepted.gap == {
		lib.finding("GatewayClass", "", "edge", "no controller named edge.example/gateway has accepted it"),
	} with input as cluster("")
}

test_unknown_on_manifests if {
	manifests := object.union(cluster(""), {"target": {"kind": "manifests"}})
	count(accepted.gap) == 0 with input as manifests
	accepted.unknown == {lib.finding("GatewayClass", "", "edge", "the manifest carries no status")} with input as manifests
}

test_skip if accepted.skip == {"there is no GatewayClass"} with input as {"gatewayClasses": [], "target": {"kind": "cluster"}}
