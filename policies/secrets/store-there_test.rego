package kready.secrets["store-there_test"]

import data.kready.mocks
import data.kready.secrets["store-there"] as stores

external(kind, name) := mocks.service_object("external-secrets.io", "v1", "ExternalSecret", "db", {"fields": array.concat(
	[{"path": "spec.secretStoreRef.name", "value": name, "line": 8}],
	[{"path": "spec.secretStoreRef.kind", "value": kind, "line": 7} | kind != ""],
)})

land(objects, found) := {"service": {"objects": objects}, "secretStores": found}

store(kind, namespace, changes) := object.union({"kind": kind, "namespace": namespace, "name": "vault", "ready": "True", "reason": "", "message": "", "restricted": false, "admits": []}, changes)

test_pass if {
	judged := land([external("ClusterSecretStore", "vault")], [store("ClusterSecretStore", "", {})])
	count(stores.gap | stores.unknown) == 0 with input as judged
}

test_gap_absent if {
	judged := object.union(land([external("ClusterSecretStore", "vault")], []), {"inventory": [mocks.running("external-secrets", ["secrets/operator"], [])]})
	stores.gap == {mocks.on("ExternalSecret", "db", 8, "service", "the ClusterSecretStore vault does not exist")} with input as judged
}

# Without a kind it is a SecretStore of the same namespace.
test_gap_in_another_namespace if {
	stores.gap == {mocks.on("ExternalSecret", "db", 8, "service", "the SecretStore vault does not exist")} with input as land([external("", "vault")], [store("SecretStore", "other", {})])
}

test_pass_brought if {
	own := mocks.service_object("external-secrets.io", "v1", "SecretStore", "vault", {"fields": []})
	judged := land([external("", "vault"), own], [])
	runs := {"inventory": [mocks.running("external-secrets", ["secrets/operator"], [])]}
	count(stores.gap | stores.unknown) == 0 with input as object.union(judged, runs)
	count(stores.gap) == 1 with input as judged

	# The service may be the operator's own installation.
	itself := {"objects": judged.service.objects, "pods": [{"containers": [{"image": {"repository": "external-secrets/external-secrets"}}]}]}
	count(stores.gap) == 0 with input as object.union(judged, {"service": itself})
}

test_unknown_unrecognised if {
	own := mocks.service_object("external-secrets.io", "v1", "SecretStore", "vault", {"fields": []})
	judged := object.union(land([external("", "vault"), own], []), {"candidates": [{"role": "secrets/operator", "why": "something runs", "object": {"kind": "", "name": ""}}]})
	count(stores.gap) == 0 with input as judged
	count(stores.unknown) == 1 with input as judged
}

test_gap_not_ready if {
	refused := store("SecretStore", "shop", {"ready": "False", "message": "permission denied"})
	stores.gap == {
		mocks.on("ExternalSecret", "db", 8, "platform", "the SecretStore vault is not ready: permission denied"),
	} with input as land([external("", "vault")], [refused])
}

test_unknown_silent if count(stores.unknown) == 1 with input as land([external("", "vault")], [store("SecretStore", "shop", {"ready": ""})])

test_unknown_restricted if count(stores.unknown) == 1 with input as land([external("ClusterSecretStore", "vault")], [store("ClusterSecretStore", "", {"restricted": true})])

condition(changes) := object.union({"namespaces": [], "regexes": [], "selector": {"set": false, "requirements": []}}, changes)

of_team := condition({"selector": {"set": true, "requirements": [{"key": "team", "operator": "In", "values": ["a"]}]}})

restricted_to(conditions, namespaces) := object.union(
	land([external("ClusterSecretStore", "vault")], [store("ClusterSecretStore", "", {"restricted": true, "admits": conditions})]),
	{"namespaces": namespaces},
)

namespace(labels) := {"name": "shop", "labels": labels}

test_gap_not_admitted if {
	stores.gap == {object.union(
		mocks.on("ExternalSecret", "db", 8, "platform", "the ClusterSecretStore vault does not admit the namespace shop: it admits cart, those labelled team=a"),
		{"state": "not-admitted"},
	)} with input as restricted_to([of_team, condition({"namespaces": ["cart"]})], [namespace({"team": "b"})])
}

# One condition of several is enough.
test_pass_admitted if {
	every conditions in [
		[condition({"namespaces": ["cart"]}), condition({"namespaces": ["shop"]})],
		[condition({"namespaces": ["shop"]})],
		[condition({"regexes": ["^sh"]})],
		[condition({"selector": {"set": true, "requirements": []}})],
		[condition({"namespaces": ["cart"]}), of_team],
	] {
		count(stores.gap | stores.unknown) == 0 with input as restricted_to(conditions, [namespace({"team": "a"})])
	}
}

# The labels of a Namespace that comes with the service count.
test_pass_own_namespace if {
	own := mocks.service_object("", "v1", "Namespace", "shop", {"namespace": "", "labels": {"team": "a"}})
	objects := [external("ClusterSecretStore", "vault"), own]
	count(stores.gap | stores.unknown) == 0 with input as land(objects, [store("ClusterSecretStore", "", {"restricted": true, "admits": [of_team]})])
}

test_unknown_labels if count(stores.unknown) == 1 with input as restricted_to([of_team], [])

test_gap_namespace_to_come if count(stores.gap) == 1 with input as restricted_to([condition({"namespaces": ["cart"]})], [])

test_unknown_kind if {
	count(stores.unknown) == 1 with input as land([external("Other", "vault")], [])
	count(stores.gap) == 0 with input as land([external("Other", "vault")], [])
}

test_skip if count(stores.skip) == 1 with input as {}
