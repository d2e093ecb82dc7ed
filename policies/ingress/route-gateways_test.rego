package kready.ingress["route-gateways_test"]

import data.kready.ingress["route-gateways"] as routes
import data.kready.mocks

route(changes, parent) := object.union_n([
	mocks.manifest("HTTPRoute", "shop", "web"), {
		"hostnames": ["shop.example.com"], "hostnamesLine": 6,
		"parents": [object.union({"group": "gateway.networking.k8s.io", "kind": "Gateway", "namespace": "edge", "name": "public", "section": "", "port": 0, "parentLine": 8}, parent)],
	},
	changes,
])

verdict(status) := {"status": status, "reason": "", "message": ""}

listener(changes) := object.union(
	{
		"name": "web", "port": 80, "protocol": "HTTP", "hostname": "", "allowedFrom": "All", "allowedNamespaces": {"set": false, "requirements": []},
		"allowedKinds": [], "accepted": verdict("True"), "programmed": verdict("True"), "resolvedRefs": verdict("True"), "conflicted": verdict(""),
	},
	changes,
)

gateway(listeners, changes) := object.union(
	{
		"namespace": "edge", "name": "public", "class": "eg", "createdAt": "2026-01-01T00:00:00Z", "current": true,
		"accepted": verdict("True"), "programmed": verdict("True"), "listeners": listeners,
	},
	changes,
)

land(r, gateways) := {
	"service": {"routes": [r], "objects": []}, "gateways": gateways,
	"gatewayClasses": [{"name": "eg", "controller": "example.com/eg", "accepted": "True"}], "inventory": [],
	"namespaces": [{"name": "shop", "labels": {"edge": "open"}}], "collectedAt": "2026-02-01T00:00:00Z", "thresholds": {"pendingMinutes": 10},
}

on(by, message) := {mocks.on("HTTPRoute", "web", 8, by, message)}

refused(why) := on("platform", sprintf("the Gateway edge/public does not take it: listener web %s", [why]))

refusal(changes, why) if {
	routes.gap == refused(why) with input as land(route({}, {}), [gateway([listener(changes)], {})])
}

test_pass if {
	judged := land(route({}, {}), [gateway([listener({})], {})])
	count(routes.gap | routes.unknown) == 0 with input as judged
}

test_absent if {
	routes.gap == on("platform", "the Gateway edge/public does not exist: there are none") with input as land(route({}, {}), [])
}

# A Gateway of the name in another namespace is another one.
test_elsewhere if {
	judged := land(route({}, {"namespace": "shop"}), [gateway([listener({})], {})])
	routes.gap == on("service", "the Gateway shop/public does not exist: there is edge/public") with input as judged
}

test_no_section if {
	judged := land(route({}, {"section": "tls"}), [gateway([listener({})], {})])
	routes.gap == on("service", "the Gateway edge/public has no listener tls") with input as judged
}

test_no_port if {
	judged := land(route({}, {"port": 443}), [gateway([listener({})], {})])
	routes.gap == on("service", "the Gateway edge/public has no listener of port 443") with input as judged
}

test_own_namespace if refusal({"allowedFrom": "Same"}, "takes routes of its own namespace alone")

test_kind if refusal({"protocol": "TCP"}, "takes no HTTPRoute")

test_listed_kind if refusal({"allowedKinds": ["GRPCRoute"]}, "takes no HTTPRoute")

test_hostname if refusal({"hostname": "*.acme.org"}, "is for *.acme.org alone")

# A wildcard does not stand for the name above it.
test_bare_domain if refusal({"hostname": "*.shop.example.com"}, "is for *.shop.example.com alone")

test_wildcard if {
	count(routes.gap) == 0 with input as land(route({}, {}), [gateway([listener({"hostname": "*.example.com"})], {})])
	count(routes.gap) == 0 with input as land(route({"hostnames": ["*.com"]}, {}), [gateway([listener({"hostname": "a.example.com"})], {})])
}

# A protocol of an implementation's own takes what it says itself.
test_own_protocol if count(routes.gap) == 0 with input as land(route({}, {}), [gateway([listener({"protocol": "example.com/x"})], {})])

selecting(value) := listener({"allowedFrom": "Selector", "allowedNamespaces": {"set": true, "requirements": [{"key": "edge", "operator": "In", "values": [value]}]}})

test_selector if {
	count(routes.gap | routes.unknown) == 0 with input as land(route({}, {}), [gateway([selecting("open")], {})])
	count(routes.gap) == 1 with input as land(route({}, {}), [gateway([selecting("shut")], {})])
}

# The labels are those of the Namespace that comes with the service.
test_selector_brought if {
	namespace := object.union(mocks.service_object("", "v1", "Namespace", "shop", {"fields": [], "labels": {"edge": "shut"}}), {"namespace": ""})
	judged := object.union(land(route({}, {}), [gateway([selecting("open")], {})]), {"service": {"objects": [namespace]}})
	count(routes.gap) == 1 with input as judged
}

# One listener that fits and is sound is enough; one that is sound and does not fit is none.
test_one_of_two if {
	broken := listener({"name": "tls", "programmed": {"status": "False", "reason": "Invalid", "message": ""}})
	count(routes.gap) == 0 with input as land(route({}, {}), [gateway([listener({}), broken], {})])
	count(routes.gap) == 1 with input as land(route({}, {"section": "tls"}), [gateway([listener({}), broken], {})])
	count(routes.gap) == 1 with input as land(route({}, {}), [gateway([listener({"hostname": "acme.org"}), broken], {})])
}

test_not_programmed if {
	judged := land(route({}, {}), [gateway([listener({})], {"programmed": {"status": "False", "reason": "AddressNotAssigned", "message": ""}})])
	routes.gap == on("platform", "the Gateway edge/public is not fit: it is not programmed (AddressNotAssigned)") with input as judged
}

test_unknown_namespaces_not_kept if {
	judged := land(route({}, {}), [gateway([listener({"allowedFrom": ""})], {})])
	count(routes.gap) == 0 with input as judged
	routes.unknown == on("platform", "whether the Gateway edge/public takes routes of the namespace shop is not known") with input as judged
}

test_unknown_without_status if {
	judged := land(route({}, {}), [gateway([listener({})], {"programmed": verdict("")})])
	routes.unknown == on("platform", "whether the Gateway edge/public is programmed is not known") with input as judged
}

test_brought_without_section if {
	own := object.union(mocks.service_object("gateway.networking.k8s.io", "v1", "Gateway", "public", {"fields": [{"path": "spec.listeners[].name", "value": "web", "line": 20}]}), {"namespace": "edge"})
	judged := object.union(land(route({}, {"section": "tls"}), []), {"service": {"objects": [own]}})
	routes.gap == on("service", "the Gateway edge/public, which the service brings, has no listener tls") with input as judged
}

# A route that is attached to a Service is a mesh's.
test_skip_mesh if count(routes.skip) == 1 with input as land(route({}, {"group": "", "kind": "Service"}), [])

test_skip if count(routes.skip) == 1 with input as {}
