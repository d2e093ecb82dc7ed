package kready.secrets["store-there_test"]

import data.kready.mocks
import data.kready.secrets["store-there"] as stores

external(kind, name) := mocks.service_object("external-secrets.io", "v1", "ExternalSecret", "db", {"fields": array.concat(
	[{"path": "spec.secretStoreRef.name", "value": name, "line": 8}],
	[{"path": "spec.secretStoreRef.kind", "value": kind, "line": 7} | kind != ""],
)})

land(objects, found) := {"service": {"objects": objects}, "secretStores": found}

store(kind, namespace, changes) := object.union({"kind": kind, "namespace": namespace, "name": "vault", "ready": "True", "reason": "", "message": "", "restricted": false}, changes)

test_pass if {
	judged := land([external("ClusterSecretStore", "vault")], [store("ClusterSecretStore", "", {})])
	count(stores.gap | stores.unknown) == 0 with input as judged
}

test_gap_absent if {
	stores.gap == {mocks.on("ExternalSecret", "db", 8, "service", "the ClusterSecretStore vault does not exist")} with input as land([external("ClusterSecretStore", "vault")], [])
}

# Without a kind it is a SecretStore of the same namespace.
test_gap_in_another_namespace if {
	stores.gap == {mocks.on("ExternalSecret", "db", 8, "service", "the SecretStore vault does not exist")} with input as land([external("", "vault")], [store("SecretStore", "other", {})])
}

test_pass_brought if {
	own := mocks.service_object("external-secrets.io", "v1", "SecretStore", "vault", {"fields": []})
	count(stores.gap) == 0 with input as land([external("", "vault"), own], [])
}

test_gap_not_ready if {
	refused := store("SecretStore", "shop", {"ready": "False", "message": "permission denied"})
	stores.gap == {
		mocks.on("ExternalSecret", "db", 8, "platform", "the SecretStore vault is not ready: permission denied"),
	} with input as land([external("", "vault")], [refused])
}

test_unknown_silent if count(stores.unknown) == 1 with input as land([external("", "vault")], [store("SecretStore", "shop", {"ready": ""})])

test_unknown_restricted if count(stores.unknown) == 1 with input as land([external("ClusterSecretStore", "vault")], [store("ClusterSecretStore", "", {"restricted": true})])

test_unknown_kind if {
	count(stores.unknown) == 1 with input as land([external("Other", "vault")], [])
	count(stores.gap) == 0 with input as land([external("Other", "vault")], [])
}

test_skip if count(stores.skip) == 1 with input as {}
