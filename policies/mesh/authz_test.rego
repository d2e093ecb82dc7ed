package kready.mesh.authz_test

import data.kready.lib
import data.kready.mesh.authz

istio := {"name": "istio", "title": "Istio", "version": "1.31.1", "state": "running", "roles": ["mesh/control-plane"]}

linkerd := {"name": "linkerd", "title": "Linkerd", "version": "", "state": "running", "roles": ["mesh/control-plane"]}

policy(namespace, changes) := object.union({"namespace": namespace, "name": "p", "selective": false, "action": "ALLOW", "open": false, "provider": ""}, changes)

enrolled(name) := {"name": name, "labels": {"istio-injection": "enabled"}}

cluster(namespaces, policies) := {
	"intent": {"mesh": {"defaultDeny": true}},
	"inventory": [istio], "workloads": [], "namespaces": namespaces, "authorizationPolicies": policies,
	"meshConfigs": [{"kind": "istio", "namespace": "istio-system", "rootNamespace": "istio-system"}],
}

with_linkerd(policy, namespaces) := {
	"intent": {"mesh": {"defaultDeny": true}},
	"inventory": [linkerd], "namespaces": namespaces,
	"workloads": [{
		"kind": "Deployment", "namespace": "linkerd", "name": "linkerd-destination",
		"podLabels": {"linkerd.io/control-plane-component": "destination"},
		"containers": [{"name": "policy", "args": [{"name": "default-policy", "value": policy}]}],
	}],
}

test_pass_whole_mesh if {
	count(union({authz.gap, authz.skip, authz.unknown})) == 0 with input as cluster([enrolled("shop")], [policy("istio-system", {})])
}

test_pass_each_namespace if {
	count(authz.gap) == 0 with input as cluster([enrolled("shop")], [policy("shop", {})])
}

test_pass_denies_everything if {
	count(authz.gap) == 0 with input as cluster([enrolled("shop")], [policy("istio-system", {"action": "DENY", "open": true})])
}

test_gap_nothing_closes if {
	expected := {lib.finding("Namespace", "", "shop", "no AuthorizationPolicy closes it by default, and none closes the whole mesh")}
	every policies in [
		[],
		[policy("shop", {"selective": true})],
		[policy("shop", {"action": "DENY"})],
		[policy("istio-system", {"action": "AUDIT"})],
		[policy("istio-system", {"selective": true})],
		[policy("istio-system", {}), policy("istio-system", {"name": "all", "open": true})],
	] {
		authz.gap == expected with input as cluster([enrolled("shop")], policies)
	}
}

test_gap_without_namespaces if {
	authz.gap == {{"message": "no AuthorizationPolicy in istio-system closes the mesh by default"}} with input as cluster([], [])
}

test_gap_a_namespace_opens_itself if {
	authz.gap == {
		lib.finding("Namespace", "", "shop", "an AuthorizationPolicy there allows everything"),
	} with input as cluster([enrolled("shop")], [policy("istio-system", {}), policy("shop", {"open": true})])
}

test_linkerd if {
	count(authz.gap | authz.unknown) == 0 with input as with_linkerd("deny", [])
	authz.gap == {
		lib.finding("Deployment", "linkerd", "linkerd-destination", "the default inbound policy is all-authenticated"),
	} with input as with_linkerd("all-authenticated", [])
	lifted := [{"name": "old", "annotations": {"config.linkerd.io/default-inbound-policy": "all-unauthenticated"}}]
	authz.gap == {
		lib.finding("Namespace", "", "old", "its default inbound policy is all-unauthenticated"),
	} with input as with_linkerd("deny", lifted)
}

test_skip_not_asked if {
	count(authz.skip) == 1 with input as object.union(cluster([], []), {"intent": {"mesh": {"defaultDeny": false}}})
}
