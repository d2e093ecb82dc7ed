# METADATA
# title: Secrets are synced, and as fresh as was asked for
# description: |
#   A service that lands waits for its Secret. When the object that it is made from does not
#   sync, since a key is missing in the store or may not be read, its pods do not start; when
#   it stops syncing later, the pods run on with a password that was rotated long ago.
#
#   kready reads the condition of each ExternalSecret (Ready), SealedSecret (Synced) and
#   VaultStaticSecret, VaultDynamicSecret and VaultPKISecret (SecretSynced). An ExternalSecret
#   must also have been read within twice its refresh interval; one with interval 0, one that
#   is created once, and one with windows of time need not. A Secret that is gone because
#   its source is, as the deletion policy asks, is no gap. Objects whose store is not ready
#   are left to secrets/stores-ready.
#
#   Secrets are never read, so that a key that is missing inside of one is not seen.
# related_resources:
# - ref: https://external-secrets.io/latest/introduction/faq/
# - ref: https://external-secrets.io/latest/api/externalsecret/
# - ref: https://github.com/bitnami-labs/sealed-secrets#faq
# custom:
#   level: healthy
#   tier: must
#   requires: [secrets/controller-healthy]
#   since: 0.1.0
#   remediation: |
#     `kubectl describe` the object: its condition names the key or the permission that the
#     store refuses. A SealedSecret that cannot be decrypted was sealed for another cluster or
#     another name: seal it again. Delete objects that nothing uses any more.
package kready.secrets.synced

import data.kready.internal.conditions
import data.kready.lib

# judged are the objects whose store is not another check's gap, and is served by this
# instance of the operator.
judged := [s |
	some s in input.syncedSecrets
	not store_down(s)
	not other_instance(s)
]

store_down(s) if {
	some store in stores(s)
	store.ready != "True"
	store.reason != "ValidationUnknown"
}

# other_instance holds for an object without a status whose store another instance
# of the operator serves.
other_instance(s) if {
	s.ready == ""
	some store in stores(s)
	store.controller != ""
}

stores(s) := {input.secretStores[i] | some i, _ in stores_named[[s.storeKind, s.storeNamespace, s.storeName]]}

# stores_named is where the stores of a kind, namespace and name stand, so that OPA goes over them once and not for each lookup.
stores_named := object.union_n([{[store.kind, store.namespace, store.name]: {i: true}} |
	some i, store in input.secretStores
	store.name != ""
])

gap contains finding if {
	some s in judged
	s.ready in {"False", "Unknown"}
	past_grace(s)
	finding := lib.finding(s.kind, s.namespace, s.name, status_text(s))
}

gap contains finding if {
	some s in judged
	s.ready == "True"
	s.reason == "SecretMissing"
	finding := lib.finding(s.kind, s.namespace, s.name, "the Secret that it should be merged into does not exist")
}

gap contains finding if {
	some s in judged
	stale(s)
	finding := lib.finding(s.kind, s.namespace, s.name, sprintf("it was last synced at %s, and should be every %s", [s.refreshedAt, interval_text(s.refreshSeconds)]))
}

gap contains finding if {
	some s in judged
	without_status(s)
	lib.older(s.createdAt, input.thresholds.pendingMinutes)
	finding := lib.finding(s.kind, s.namespace, s.name, "no controller has said anything about it")
}

unknown contains finding if {
	some s in judged
	s.ready in {"False", "Unknown"}
	not past_grace(s)
	finding := lib.finding(s.kind, s.namespace, s.name, sprintf("it is less than a minute old, and not synced yet: %s", [status_text(s)]))
}

# A new one is left out and counted, unless there is no other.
unknown contains finding if {
	count(ready_objects) == 0
	some s in judged
	s.ready == ""
	lib.known(s.createdAt)
	not lib.older(s.createdAt, input.thresholds.pendingMinutes)
	finding := lib.finding(s.kind, s.namespace, s.name, "it is new, and nothing has been said about it yet")
}

unknown contains finding if {
	some s in judged
	without_status(s)
	not lib.known(s.createdAt)
	finding := lib.finding(s.kind, s.namespace, s.name, "it carries no status")
}

# A controller of SealedSecrets can be configured to write no status.
unknown contains finding if {
	some s in judged
	s.kind == "SealedSecret"
	s.ready == ""
	lib.older(s.createdAt, input.thresholds.pendingMinutes)
	finding := lib.finding(s.kind, s.namespace, s.name, "its controller writes no status")
}

without_status(s) if {
	s.ready == ""
	s.kind != "SealedSecret"
}

without_status(s) if {
	s.ready == ""
	not lib.known(s.createdAt)
}

# past_grace holds for an object that is older than a minute, or whose age is not known.
past_grace(s) if not lib.known(s.createdAt)

past_grace(s) if lib.older(s.createdAt, 1)

# stale holds when nothing was read for twice the interval, and for ten minutes more.
stale(s) if {
	s.ready == "True"
	s.refreshSeconds > 0
	lib.known(s.refreshedAt)
	lib.older(s.refreshedAt, ((2 * s.refreshSeconds) / 60) + input.thresholds.pendingMinutes)
}

interval_text(seconds) := "hour" if seconds == 3600

else := "minute" if seconds == 60

else := lib.counted(seconds / 3600, "hour", "hours") if seconds % 3600 == 0

else := lib.counted(seconds / 60, "minute", "minutes") if seconds % 60 == 0

else := lib.counted(seconds, "second", "seconds")

status_text(s) := conditions.reason_and_message(s.reason, s.message) if {
	concat("", [s.reason, s.message]) != ""
} else := sprintf("its condition is %s", [s.ready])

skip contains "there is no object that a Secret is made from" if count(input.syncedSecrets) == 0

skip contains "all of them wait for a store that is not ready, or for another instance" if {
	count(input.syncedSecrets) > 0
	count(judged) == 0
}

ready_objects := [s | some s in judged; s.ready == "True"]

amount := lib.counted(count(judged), "object", "objects")

summary.pass contains sprintf("%d of %s %s synced%s", [count(ready_objects), amount, lib.are(count(ready_objects)), note])

default note := ""

note := sprintf(" (%d left out: the store is not ready, or another instance's)", [left]) if {
	left := count(input.syncedSecrets) - count(judged)
	left > 0
}

summary.gap contains sprintf("%d of %s %s not synced, or not fresh", [count(gap), amount, lib.are(count(gap))])

summary.unknown contains sprintf("%d of %s cannot be judged", [count(unknown), amount])
