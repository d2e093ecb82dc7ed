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

# What runs was not asked, or does not look.
test_gap_when_it_runs if {
	traefik := {"name": "traefik", "title": "Traefik", "version": "", "state": "running", "controllers": ["edge.example/gateway"], "roles": ["ingress/gateway"]}
	running := object.union(cluster("Unknown"), {"inventory": [traefik]})
	accepted.gap == {lib.finding("GatewayClass", "", "edge", "Traefik runs, and has not accepted it as edge.example/gateway")} with input as running
	accepted.state == {"runs"} with input as running
}

test_gap_cilium if {
	cilium := {"name": "cilium", "title": "Cilium", "version": "", "state": "running", "controllers": ["edge.example/gateway"], "roles": ["network/cni"]}
	on := object.union(cluster("Unknown"), {"inventory": [cilium], "networkConfig": {"cilium": {"found": true, "enableGatewayAPI": "true"}}})
	accepted.gap == {lib.finding("GatewayClass", "", "edge", "Cilium runs, and has not accepted it as edge.example/gateway")} with input as on
	accepted.state == {"cilium"} with input as on
	off := object.union(on, {"networkConfig": {"cilium": {"found": true, "enableGatewayAPI": ""}}})
	{f.message | some f in accepted.gap} == {"Cilium runs without the Gateway API, as enable-gateway-api in its ConfigMap says, and has not accepted it as edge.example/gateway"} with input as off
}

test_unknown_on_manifests if {
	manifests := object.union(cluster(""), {"target": {"kind": "manifests"}})
	count(accepted.gap) == 0 with input as manifests
	accepted.unknown == {lib.finding("GatewayClass", "", "edge", "the manifest carries no status")} with input as manifests
}

test_skip if accepted.skip == {"there is no GatewayClass"} with input as {"gatewayClasses": [], "target": {"kind": "cluster"}}
