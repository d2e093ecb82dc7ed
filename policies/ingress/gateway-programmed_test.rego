package kready.ingress["gateway-programmed_test"]

import data.kready.ingress["gateway-programmed"] as programmed
import data.kready.lib

yes := {"status": "True", "reason": "", "message": ""}

none := {"status": "", "reason": "", "message": ""}

no(reason, message) := {"status": "False", "reason": reason, "message": message}

web := {"name": "web", "accepted": yes, "programmed": yes, "resolvedRefs": yes, "conflicted": none}

listener(changes) := object.union(web, changes)

gateway(changes) := object.union(
	{
		"namespace": "infra", "name": "public", "class": "eg", "current": true, "createdAt": "2026-06-01T00:00:00Z",
		"accepted": yes, "programmed": yes, "listeners": [listener({})],
	},
	changes,
)

cluster(gateways) := {
	"collectedAt": "2026-11-01T12:00:00Z", "gateways": gateways, "inventory": [], "workloads": [],
	"target": {"kind": "cluster"}, "gatewayClasses": [{"name": "eg", "controller": "x", "accepted": "True"}],
}

gaps(g) := found if found := programmed.gap with input as cluster([g])

# faulty is the finding on the Gateway.
faulty(message) := {lib.finding("Gateway", "infra", "public", message)}

test_pass if {
	programmed.summary.pass == {"1 Gateway with 1 listener programmed"} with input as cluster([gateway({})])
	gaps(gateway({})) == set()
}

test_reason_and_message if {
	gaps(gateway({"programmed": no("AddressNotAssigned", "none left")})) == faulty("it is not programmed (AddressNotAssigned: none left)")
	gaps(gateway({"accepted": no("Invalid", "Invalid")})) == faulty("it is not accepted (Invalid)")
}

test_faults_of_listeners_come_first if {
	bad := listener({"programmed": no("Invalid", ""), "resolvedRefs": no("RefNotPermitted", "")})
	gaps(gateway({"programmed": no("ListenersNotValid", ""), "listeners": [listener({}), bad]})) == faulty("listener web refers to something that does not resolve (RefNotPermitted)")
}

test_conflict if {
	clash := {"status": "True", "reason": "HostnameConflict", "message": ""}
	gaps(gateway({"listeners": [listener({"conflicted": clash})]})) == faulty("listener web conflicts with another (HostnameConflict)")
}

test_conditions_that_are_optional if gaps(gateway({"listeners": [listener({"accepted": none, "programmed": none, "resolvedRefs": none})]})) == set()

test_pending if {
	pending := {"status": "Unknown", "reason": "Pending", "message": ""}
	gaps(gateway({"accepted": pending})) == faulty("no controller has picked it up")
	gaps(gateway({"programmed": pending})) == faulty("it is accepted, and not programmed yet (Pending)")
	gaps(gateway({"accepted": pending, "createdAt": "2026-11-01T11:55:00Z"})) == set()
}

test_unknown if {
	programmed.unknown == {
		lib.finding("Gateway", "infra", "public", "its status speaks of an earlier generation"),
	} with input as cluster([gateway({"current": false})])
	programmed.unknown == {
		lib.finding("Gateway", "infra", "public", "its controller does not say whether it is programmed"),
	} with input as cluster([gateway({"programmed": none})])
	programmed.unknown == {
		lib.finding("Gateway", "infra", "public", "it carries no status"),
	} with input as cluster([gateway({"accepted": none, "createdAt": "0001-01-01T00:00:00Z"})])
}

test_class if {
	gaps(gateway({"class": "gone"})) == faulty("its class gone does not exist")
	refused := object.union(cluster([gateway({"accepted": none})]), {"gatewayClasses": [{"name": "eg", "controller": "x", "accepted": ""}]})
	count(programmed.gap) == 0 with input as refused
	programmed.skip == {"the class of each Gateway is not accepted: see ingress/gateway-class-accepted"} with input as refused
}

test_skip if programmed.skip == {"there is no Gateway"} with input as cluster([])
