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
		lib.finding("SecretStore", "shop", "vault", "no controller has said anything about it"),
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
