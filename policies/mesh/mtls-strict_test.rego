package kready.mesh["mtls-strict_test"]

import data.kready.lib
import data.kready.mesh["mtls-strict"] as strict

istio := {"name": "istio", "title": "Istio", "version": "1.31.1", "state": "running", "roles": ["mesh/control-plane"]}

linkerd := {"name": "linkerd", "title": "Linkerd", "version": "", "state": "running", "roles": ["mesh/control-plane"]}

rule(changes) := object.union(
	{
		"namespace": "istio-system", "name": "default", "createdAt": "2026-06-01T00:00:00Z",
		"selective": false, "mode": "STRICT", "ports": [],
	},
	changes,
)

cluster(impl, changes) := object.union(
	{
		"inventory": [impl], "workloads": [], "namespaces": [], "peerAuthentications": [],
		"meshConfigs": [{"kind": "istio", "namespace": "istio-system", "rootNamespace": "istio-system"}],
	},
	changes,
)

rules(items) := cluster(istio, {"peerAuthentications": items})

test_istio_pass if strict.summary.pass == {"Istio 1.31.1 is set to refuse plain text"} with input as rules([rule({})])

test_istio_gap if {
	every items in [[], [rule({"selective": true})], [rule({"namespace": "shop"})]] {
		strict.gap == {
			{"message": "no PeerAuthentication in istio-system is meant for the whole mesh, so that its mode is PERMISSIVE"},
		} with input as rules(items)
	}
	every mode, text in {"PERMISSIVE": "PERMISSIVE", "UNSET": "not set, which means PERMISSIVE"} {
		strict.gap == {
			lib.finding("PeerAuthentication", "istio-system", "default", sprintf("the mode of the whole mesh is %s", [text])),
		} with input as rules([rule({"mode": mode})])
	}
}

test_istio_heeds_the_oldest if {
	older := rule({"name": "older", "createdAt": "2026-05-01T00:00:00Z", "mode": "DISABLE"})
	strict.gap == {
		lib.finding("PeerAuthentication", "istio-system", "older", "the mode of the whole mesh is DISABLE"),
	} with input as rules([rule({}), older])
}

test_istio_another_root if {
	other := {"meshConfigs": [{"kind": "istio", "namespace": "istio-system", "rootNamespace": "mesh"}], "peerAuthentications": [rule({"namespace": "mesh"})]}
	count(strict.gap) == 0 with input as cluster(istio, other)
	count(strict.gap) == 0 with input as cluster(istio, {"meshConfigs": [], "peerAuthentications": [rule({})]})
}

test_istio_exceptions_are_mentioned if {
	items := [
		rule({}), rule({"namespace": "shop", "mode": "PERMISSIVE"}), rule({"namespace": "a", "mode": "UNSET"}),
		rule({"namespace": "old", "name": "db", "selective": true, "ports": [{"name": "5432", "value": "DISABLE"}]}),
	]
	strict.summary.pass == {"Istio 1.31.1 is set to refuse plain text; lifted by old/db, shop/default"} with input as rules(items)
}

destination(args) := {
	"kind": "Deployment", "namespace": "linkerd", "name": "linkerd-destination",
	"podLabels": {"linkerd.io/control-plane-component": "destination"}, "containers": [{"args": args}],
}

by_policy(policy) := cluster(linkerd, {"workloads": [destination([{"name": "default-policy", "value": policy}])]})

test_linkerd if {
	strict.unknown == {
		lib.finding("Deployment", "linkerd", "linkerd-destination", "it does not say what the default inbound policy is"),
	} with input as cluster(linkerd, {"workloads": [destination([])]})
	every policy in ["all-authenticated", "cluster-authenticated", "deny"] {
		count(strict.gap | strict.unknown) == 0 with input as by_policy(policy)
	}
	every policy in ["all-unauthenticated", "cluster-unauthenticated", "audit"] {
		strict.gap == {
			lib.finding("Deployment", "linkerd", "linkerd-destination", sprintf("the default inbound policy is %s", [policy])),
		} with input as by_policy(policy)
	}
}

test_linkerd_exceptions_are_mentioned if {
	input_ := object.union(
		by_policy("deny"),
		{"namespaces": [{"name": "shop", "annotations": {"config.linkerd.io/default-inbound-policy": "all-unauthenticated"}}, {"name": "a", "annotations": {}}]},
	)
	strict.summary.pass == {"Linkerd is set to refuse plain text; lifted by namespace shop"} with input as input_
}

test_skip_other_meshes if {
	strict.skip == {
		"how this mesh is told to refuse plain text is not known",
	} with input as cluster(object.union(istio, {"name": "kuma"}), {})
}
