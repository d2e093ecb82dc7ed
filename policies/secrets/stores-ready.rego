# METADATA
# title: Every secret store is ready
# description: |
#   A store that is not ready delivers nothing. ExternalSecrets that point at it keep their
#   last value, or never get one, and the pods that mount them do not start. The usual
#   causes are a credential that expired and a role that was never granted.
#
#   kready reads the Ready condition of each SecretStore and ClusterSecretStore of External
#   Secrets, and of each VaultAuth and VaultConnection of the Vault Secrets Operator. A store
#   without a condition after 10 minutes is a gap, unless it names another controller
#   instance. A provider that cannot validate its own credentials says so and passes. kready
#   never asks the store itself.
# related_resources:
# - ref: https://external-secrets.io/latest/api/secretstore/
# - ref: https://external-secrets.io/latest/api/clustersecretstore/
# custom:
#   level: healthy
#   tier: must
#   requires: [secrets/controller-healthy]
#   since: 0.1.0
#   standsWithout:
#     gap: [secretStores]
#   remediation: |
#     `kubectl describe` the store: its condition says what the provider answered. Renew the
#     credential or grant the role; delete stores that nothing uses any more.
package kready.secrets["stores-ready"]

import data.kready.internal.conditions
import data.kready.lib

gap contains finding if {
	some s in input.secretStores
	s.ready == "False"
	finding := lib.finding(s.kind, s.namespace, s.name, status_text(s))
}

gap contains finding if {
	some s in without_status
	lib.older(s.createdAt, input.thresholds.pendingMinutes)
	finding := lib.finding(s.kind, s.namespace, s.name, "no controller has said anything about it")
}

unknown contains finding if {
	some s in input.secretStores
	s.ready == "Unknown"
	not unverifiable(s)
	finding := lib.finding(s.kind, s.namespace, s.name, status_text(s))
}

unknown contains finding if {
	some s in without_status
	not lib.known(s.createdAt)
	finding := lib.finding(s.kind, s.namespace, s.name, "it carries no status")
}

skip contains "there is no secret store" if count(input.secretStores) == 0

# without_status are stores without a condition that no other instance is meant to serve.
without_status contains s if {
	some s in input.secretStores
	s.ready == ""
	s.controller == ""
}

# unverifiable holds for providers that cannot try their credentials out.
unverifiable(s) if s.reason == "ValidationUnknown"

status_text(s) := conditions.reason_and_message(s.reason, s.message) if {
	s.reason != s.message
}

status_text(s) := s.reason if {
	s.reason == s.message
	s.reason != ""
}

status_text(s) := sprintf("its Ready condition is %s", [s.ready]) if {
	s.reason == ""
	s.message == ""
}

ready := [s | some s in input.secretStores; s.ready == "True"]

summary.pass contains sprintf("%d of %s %s ready", [count(ready), lib.counted(count(input.secretStores), "store", "stores"), lib.are(count(ready))])

summary.gap contains sprintf("%d of %s %s not ready", [count(gap), lib.counted(count(input.secretStores), "store", "stores"), lib.are(count(gap))])

summary.unknown contains sprintf("%d of %s cannot be judged", [count(unknown), lib.counted(count(input.secretStores), "store", "stores")])
