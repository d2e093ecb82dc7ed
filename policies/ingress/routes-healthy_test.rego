package kready.ingress["routes-healthy_test"]

import data.kready.ingress["routes-healthy"] as routes
import data.kready.lib

yes := {"status": "True", "reason": "", "message": ""}

none := {"status": "", "reason": "", "message": ""}

no(reason) := {"status": "False", "reason": reason, "message": ""}

parent(changes) := object.union(
	{"kind": "Gateway", "namespace": "infra", "name": "public", "controller": "x", "accepted": yes, "resolvedRefs": yes},
	changes,
)

route(parents) := {"kind": "HTTPRoute", "namespace": "shop", "name": "web", "createdAt": "2026-06-01T00:00:00Z", "parents": parents}

cluster(items) := {
	"collectedAt": "2026-11-01T12:00:00Z", "routes": items, "inventory": [], "workloads": [], "target": {"kind": "cluster"},
	"gatewayClasses": [{"name": "eg", "controller": "x", "accepted": "True"}],
	"gateways": [{
		"namespace": "infra", "name": "public", "class": "eg", "current": true, "createdAt": "2026-06-01T00:00:00Z",
		"accepted": yes, "programmed": yes, "listeners": [],
	}],
}

gaps(p) := found if found := routes.gap with input as cluster([route([p])])

# faulty is the finding on the route.
faulty(message) := {lib.finding("HTTPRoute", "shop", "web", message)}

test_pass if routes.summary.pass == {"1 route is accepted"} with input as cluster([route([parent({})])])

test_refused if gaps(parent({"accepted": no("NotAllowedByListeners")})) == faulty("Gateway infra/public does not accept it (NotAllowedByListeners)")

test_backend if gaps(parent({"resolvedRefs": no("BackendNotFound")})) == faulty("a reference does not resolve at Gateway infra/public (BackendNotFound)")

test_resolved_refs_may_be_missing if gaps(parent({"resolvedRefs": none})) == set()

test_no_answer if {
	gaps(parent({"accepted": none, "controller": ""})) == faulty("no controller says anything about it at Gateway infra/public")
	gaps(parent({"name": "gone", "accepted": none, "controller": ""})) == faulty("its parent Gateway infra/gone does not exist")
}

test_several_parents_are_one_route if {
	input_ := cluster([route([parent({"accepted": no("A")}), parent({"name": "b", "accepted": no("B")})])])
	routes.gap == {
		lib.finding("HTTPRoute", "shop", "web", "Gateway infra/b does not accept it (B)"),
		lib.finding("HTTPRoute", "shop", "web", "Gateway infra/public does not accept it (A)"),
	} with input as input_
	routes.summary.gap == {"1 of 1 route is not served as written"} with input as input_
}

test_mesh if {
	gaps(parent({"kind": "Service", "accepted": none, "controller": ""})) == set()
	gaps(parent({"kind": "Service", "accepted": no("Invalid")})) == faulty("Service infra/public does not accept it (Invalid)")
}

test_faulty_gateway_is_reported_elsewhere if {
	bad := json.patch(cluster([route([parent({"accepted": none})])]), [{"op": "replace", "path": "/gateways/0/programmed", "value": no("AddressNotAssigned")}])
	count(routes.gap) == 0 with input as bad
	routes.skip == {"no route has a parent that can be judged"} with input as bad
}

test_unknown if {
	rendered := object.union(route([parent({"accepted": none})]), {"createdAt": "0001-01-01T00:00:00Z"})
	routes.unknown == {lib.finding("HTTPRoute", "shop", "web", "it carries no status")} with input as cluster([rendered])
}

test_skip if routes.skip == {"there is no route of the Gateway API"} with input as cluster([])
