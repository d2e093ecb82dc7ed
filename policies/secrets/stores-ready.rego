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
#   instance. Where the operator is told not to serve stores of that kind, that is said. A provider that cannot validate its own credentials says so and passes. kready
#   never asks the store itself.
# related_resources:
# - ref: https://external-secrets.io/latest/api/secretstore/
# - ref: https://external-secrets.io/latest/api/clustersecretstore/
# - ref: https://external-secrets.io/latest/api/controller-options/
# custom:
#   level: healthy
#   tier: must
#   requires: [secrets/controller-healthy]
#   since: 0.1.0
#   standsWithout:
#     gap: [secretStores]
#     any: [workloads/pods]
#   remediation: |
#     `kubectl describe` the store: its condition says what the provider answered. Renew the
#     credential or grant the role; delete stores that nothing uses any more.
#   remedies:
#   - state: switched-off
#     text: |
#       Have the operator serve stores of that kind: take the flag away that the finding names. In the values of its chart,
#       `processClusterStore: true` and `processSecretStore: true`; one with `scopedRBAC: true` serves its own namespace alone.
#   - state: sealed
#     text: |
#       Unseal the Vault that the store names: `vault operator unseal` with as many of its keys as it asks for, in each of its pods. Unless
#       it unseals itself by a key of a KMS (`seal` in its configuration), every restart seals it again.
#   - state: unattended
#     text: |
#       An operator that is ready and says nothing of a store does not look at it: it watches other namespaces (`--namespace`), serves
#       another `--controller-class`, may not read such objects, or waits to be the leader. Its log says which.
package kready.secrets["stores-ready"]

import data.kready.internal.conditions
import data.kready.internal.workloads
import data.kready.lib

gap contains finding if {
	some s in input.secretStores
	s.ready == "False"
	not sealed(s)
	finding := lib.finding(s.kind, s.namespace, s.name, status_text(s))
}

gap contains finding if {
	some s in input.secretStores
	s.ready == "False"
	sealed(s)
	finding := object.union(lib.finding(s.kind, s.namespace, s.name, status_text(s)), {"state": "sealed"})
}

gap contains finding if {
	some s in without_status
	lib.older(s.createdAt, input.thresholds.pendingMinutes)
	finding := object.union(lib.finding(s.kind, s.namespace, s.name, unattended(s)), {"state": unattended_state(s)})
}

# switched_off are the kinds of store that each running operator is told not to serve, with the flag that says so.
switched_off[kind] := sprintf("%s %s/%s is started with --%s=false", [w.kind, w.namespace, w.name, flag]) if {
	some kind, flag in {"ClusterSecretStore": "enable-cluster-store-reconciler", "SecretStore": "enable-secret-store-reconciler"}
	some w in operators
	every other in operators {
		"false" in workloads.flag_values(other, flag)
	}
	w == min(operators)
}

# operators are the workloads of the operator that are no webhook and make no certificates of one.
operators contains w if {
	some impl in lib.running("secrets/operator")
	impl.name == "external-secrets"
	some w in lib.workloads_of(impl)
	every c in w.containers {
		every a in c.args {
			not a.name in {"webhook", "certcontroller"}
		}
	}
}

unattended(s) := sprintf("no controller serves it: %s", [switched_off[s.kind]])

unattended(s) := "no controller has said anything about it" if not switched_off[s.kind]

unattended_state(s) := "switched-off" if switched_off[s.kind]

unattended_state(s) := "unattended" if not switched_off[s.kind]

sealed(s) if contains(lower(s.message), "vault is sealed")

state contains "switched-off" if {
	some f in gap
	object.get(f, "state", "") == "switched-off"
}

state contains "sealed" if {
	some f in gap
	object.get(f, "state", "") == "sealed"
}

state contains "unattended" if {
	some f in gap
	object.get(f, "state", "") == "unattended"
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
