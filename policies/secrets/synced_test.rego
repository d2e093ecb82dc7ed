package kready.secrets.synced_test

import data.kready.lib
import data.kready.secrets.synced

secret(changes) := object.union(
	{
		"kind": "ExternalSecret", "namespace": "shop", "name": "db", "createdAt": "2026-06-01T00:00:00Z",
		"storeKind": "SecretStore", "storeNamespace": "shop", "storeName": "vault",
		"ready": "True", "reason": "SecretSynced", "message": "",
		"refreshSeconds": 3600, "refreshedAt": "2026-11-01T11:30:00Z",
	},
	changes,
)

store(changes) := object.union(
	{"kind": "SecretStore", "namespace": "shop", "name": "vault", "controller": "", "ready": "True", "reason": "Valid"},
	changes,
)

cluster(secrets, stores) := {"collectedAt": "2026-11-01T12:00:00Z", "syncedSecrets": secrets, "secretStores": stores}

one(changes) := cluster([secret(changes)], [store({})])

test_pass if {
	count(synced.gap | synced.unknown) == 0 with input as one({})
	synced.summary.pass == {"1 of 1 object is synced"} with input as one({})
}

test_gap_says_what_the_store_said if {
	input_ := one({"ready": "False", "reason": "SecretSyncedError", "message": "key not found"})
	synced.gap == {lib.finding("ExternalSecret", "shop", "db", "SecretSyncedError: key not found")} with input as input_
}

test_gap_when_there_is_nothing_to_merge_into if {
	synced.gap == {
		lib.finding("ExternalSecret", "shop", "db", "the Secret that it should be merged into does not exist"),
	} with input as one({"reason": "SecretMissing"})
}

test_deleted_as_asked if count(synced.gap) == 0 with input as one({"reason": "SecretDeleted"})

test_gap_when_stale if {
	synced.gap == {
		lib.finding("ExternalSecret", "shop", "db", "it was last synced at 2026-11-01T09:00:00Z, and should be every hour"),
	} with input as one({"refreshedAt": "2026-11-01T09:00:00Z"})
	count(synced.gap) == 0 with input as one({"refreshedAt": "2026-11-01T09:55:00Z"})
}

test_short_intervals_have_ten_minutes if {
	count(synced.gap) == 0 with input as one({"refreshSeconds": 10, "refreshedAt": "2026-11-01T11:55:00Z"})
	synced.gap == {
		lib.finding("ExternalSecret", "shop", "db", "it was last synced at 2026-11-01T11:40:00Z, and should be every 10 seconds"),
	} with input as one({"refreshSeconds": 10, "refreshedAt": "2026-11-01T11:40:00Z"})
}

test_one_shot_is_never_stale if count(synced.gap) == 0 with input as one({"refreshSeconds": 0, "refreshedAt": "2026-06-01T00:00:00Z"})

test_gap_when_nobody_looks_at_it if {
	synced.gap == {
		lib.finding("ExternalSecret", "shop", "db", "no controller has said anything about it"),
	} with input as one({"ready": "", "reason": ""})
}

test_another_instance_may_look_at_it if {
	count(synced.gap) == 0 with input as cluster([secret({"ready": ""})], [store({"controller": "b"})])
}

test_the_store_is_another_gap if {
	input_ := cluster([secret({"ready": "False"})], [store({"ready": "False"})])
	count(synced.gap) == 0 with input as input_
	synced.skip == {"all of them wait for a store that is not ready, or for another instance"} with input as input_
}

test_a_store_that_cannot_be_verified_counts if {
	input_ := cluster([secret({"ready": "False"})], [store({"ready": "Unknown", "reason": "ValidationUnknown"})])
	synced.gap == {lib.finding("ExternalSecret", "shop", "db", "SecretSynced")} with input as input_
}

test_a_young_one_is_not_judged if {
	every text, input_ in {
		"it is new, and nothing has been said about it yet": one({"ready": "", "createdAt": "2026-11-01T11:55:00Z"}),
		"it is less than a minute old, and not synced yet: SecretSynced": one({"ready": "False", "createdAt": "2026-11-01T11:59:30Z"}),
	} {
		count(synced.gap) == 0 with input as input_
		synced.unknown == {lib.finding("ExternalSecret", "shop", "db", text)} with input as input_
	}
}

test_sealed if {
	sealed := {"kind": "SealedSecret", "storeKind": "", "storeNamespace": "", "storeName": "", "refreshSeconds": 0}
	synced.gap == {
		lib.finding("SealedSecret", "shop", "db", "SecretSynced: no key could decrypt secret"),
	} with input as one(object.union(sealed, {"ready": "False", "message": "no key could decrypt secret"}))
	synced.unknown == {
		lib.finding("SealedSecret", "shop", "db", "its controller writes no status"),
	} with input as one(object.union(sealed, {"ready": ""}))
	count(synced.gap) == 0 with input as one(object.union(sealed, {"ready": ""}))
}

test_unknown_without_a_status if {
	synced.unknown == {
		lib.finding("ExternalSecret", "shop", "db", "it carries no status"),
	} with input as one({"ready": "", "createdAt": "0001-01-01T00:00:00Z"})
}

test_skip if synced.skip == {"there is no object that a Secret is made from"} with input as cluster([], [])
