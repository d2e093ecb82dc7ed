package kready.secrets["stores-ready_test"]

import data.kready.lib
import data.kready.secrets["stores-ready"] as stores

store(changes) := object.union(
	{
		"kind": "SecretStore", "namespace": "shop", "name": "vault", "controller": "",
		"createdAt": "2026-06-01T00:00:00Z", "ready": "True", "reason": "", "message": "",
	},
	changes,
)

cluster(items) := {"collectedAt": "2026-11-01T12:00:00Z", "secretStores": items}

test_pass if stores.summary.pass == {"1 of 1 store is ready"} with input as cluster([store({})])

test_gap_says_what_the_provider_said if {
	input_ := cluster([store({"ready": "False", "reason": "InvalidProviderConfig", "message": "denied"})])
	stores.gap == {lib.finding("SecretStore", "shop", "vault", "InvalidProviderConfig: denied")} with input as input_
}

test_gap_without_words if {
	stores.gap == {
		lib.finding("SecretStore", "shop", "vault", "its Ready condition is False"),
	} with input as cluster([store({"ready": "False"})])
}

test_gap_when_nobody_looks_at_it if {
	stores.gap == {
		object.union(lib.finding("SecretStore", "shop", "vault", "no controller has said anything about it"), {"state": "unattended"}),
	} with input as cluster([store({"ready": ""})])
}

test_another_instance_may_look_at_it if {
	count(stores.gap | stores.unknown) == 0 with input as cluster([store({"ready": "", "controller": "b"})])
}

test_a_young_one_may_wait if {
	count(stores.gap | stores.unknown) == 0 with input as cluster([store({"ready": "", "createdAt": "2026-11-01T11:55:00Z"})])
}

test_unknown_without_a_status if {
	stores.unknown == {
		lib.finding("SecretStore", "shop", "vault", "it carries no status"),
	} with input as cluster([store({"ready": "", "createdAt": "0001-01-01T00:00:00Z"})])
}

test_unverifiable_passes_and_unknown_does_not if {
	count(stores.unknown) == 0 with input as cluster([store({"ready": "Unknown", "reason": "ValidationUnknown"})])
	stores.unknown == {
		lib.finding("SecretStore", "shop", "vault", "Other"),
	} with input as cluster([store({"ready": "Unknown", "reason": "Other"})])
}

test_skip if stores.skip == {"there is no secret store"} with input as cluster([])

operator(name, args) := {
	"kind": "Deployment", "namespace": "eso", "name": name,
	"containers": [{"name": "c", "args": args}],
}

operated(args, items) := object.union(cluster(items), {
	"workloads": [operator("eso", args), operator("webhook", [{"name": "webhook", "value": ""}])],
	"inventory": [{
		"name": "external-secrets", "state": "running", "roles": ["secrets/operator"],
		"workloads": [{"kind": "Deployment", "namespace": "eso", "name": n} | some n in ["eso", "webhook"]],
	}],
})

whole := store({"kind": "ClusterSecretStore", "namespace": "", "ready": ""})

test_gap_says_that_the_operator_serves_no_store_of_the_kind if {
	input_ := operated([{"name": "enable-cluster-store-reconciler", "value": "false"}], [whole])
	message := "no controller serves it: Deployment eso/eso is started with --enable-cluster-store-reconciler=false"
	stores.gap == {object.union(lib.finding("ClusterSecretStore", "", "vault", message), {"state": "switched-off"})} with input as input_
	stores.state == {"switched-off"} with input as input_
}

test_a_flag_about_another_kind_explains_nothing if {
	input_ := operated([{"name": "enable-secret-store-reconciler", "value": "false"}], [whole])
	stores.state == {"unattended"} with input as input_
}

test_a_flag_matters_to_what_nobody_serves_only if {
	input_ := operated([{"name": "enable-cluster-store-reconciler", "value": "false"}], [object.union(whole, {"ready": "True"})])
	count(stores.gap) == 0 with input as input_
}

test_gap_says_sealed if {
	input_ := cluster([store({"ready": "False", "message": "Code: 503. Errors: Vault is sealed"})])
	stores.state == {"sealed"} with input as input_
}
