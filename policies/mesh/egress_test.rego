package kready.mesh.egress_test

import data.kready.lib
import data.kready.mesh.egress

istio := {"name": "istio", "title": "Istio", "version": "1.31.1", "state": "running", "roles": ["mesh/control-plane"]}

linkerd := {"name": "linkerd", "title": "Linkerd", "version": "", "state": "running", "roles": ["mesh/control-plane"]}

settings(changes) := object.union({"kind": "istio", "namespace": "istio-system", "revision": "", "told": true, "outbound": "REGISTRY_ONLY"}, changes)

entry(host) := {"namespace": "istio-system", "name": "e", "fields": [{"name": "spec.hosts", "values": [host]}]}

cluster(intent, configs, entries) := {
	"intent": object.union({"egress": [], "mesh": {"registeredOnly": false}}, intent),
	"inventory": [istio], "workloads": [], "namespaces": [], "meshConfigs": configs, "blindSpots": [],
	"productResources": [{"name": "serviceentries.networking.istio.io", "served": true, "read": true, "objects": entries}],
}

closed := {"mesh": {"registeredOnly": true}}

with_linkerd(networks) := {
	"intent": object.union({"egress": []}, closed),
	"inventory": [linkerd], "workloads": [], "namespaces": [], "meshConfigs": [], "blindSpots": [],
	"productResources": [{"name": "egressnetworks.policy.linkerd.io", "served": true, "read": true, "objects": networks}],
}

network(namespace, policy) := {"namespace": namespace, "name": "n", "fields": [{"name": "spec.trafficPolicy", "values": [policy]}]}

test_pass if {
	count(union({egress.gap, egress.unknown, egress.skip})) == 0 with input as cluster(closed, [settings({})], [])
}

test_gap_open if {
	egress.gap == {
		lib.finding("ConfigMap", "istio-system", "istio-canary", "outboundTrafficPolicy is ALLOW_ANY: destinations that the mesh does not know can be called"),
	} with input as cluster(closed, [settings({}), settings({"revision": "canary", "outbound": "ALLOW_ANY"})], [])
}

test_targets_must_be_registered if {
	wanted := {"egress": ["api.example.com:443"]}
	count(egress.gap) == 0 with input as cluster(wanted, [settings({})], [entry("api.example.com")])
	count(egress.gap) == 0 with input as cluster(wanted, [settings({})], [entry("*.example.com")])
	egress.gap == {
		{"message": "no ServiceEntry has api.example.com, which pods must reach: Istio refuses what it does not know", "state": "unregistered"},
	} with input as cluster(wanted, [settings({})], [entry("*.example.net")])
}

test_skip_where_all_may_be_called if {
	open := cluster({"egress": ["api.example.com:443"]}, [settings({"outbound": "ALLOW_ANY"})], [])
	count(egress.gap) == 0 with input as open
	egress.skip == {"the mesh is not told to refuse destinations that it does not know"} with input as open
}

test_unknown_settings if {
	count(egress.unknown) == 1 with input as cluster(closed, [settings({"told": false, "outbound": ""})], [])
	count(egress.unknown) == 1 with input as cluster(closed, [], [])
}

test_unknown_entries if {
	unread := {"productResources": [{"name": "serviceentries.networking.istio.io", "served": true, "read": false}]}
	count(egress.unknown) == 1 with input as object.union(cluster({"egress": ["a.example:443"]}, [settings({})], []), unread)
}

test_linkerd if {
	count(egress.gap) == 1 with input as with_linkerd([network("linkerd-egress", "Allow")])
	count(egress.gap | egress.unknown) == 0 with input as with_linkerd([network("linkerd-egress", "Deny")])
	count(egress.unknown) == 1 with input as with_linkerd([network("shop", "Deny")])
}

test_skip_not_asked if {
	count(egress.skip) == 1 with input as cluster({}, [settings({})], [])
}
