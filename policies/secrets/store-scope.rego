# METADATA
# title: Secret stores of the whole cluster say who may use them
# description: |
#   Whoever may create an ExternalSecret in any namespace can read through a ClusterSecretStore
#   whatever the store's credential opens. Without conditions on it, each team can fetch the
#   secrets of all others, and a service that was broken into can as well.
#
#   kready asks that each ClusterSecretStore has `spec.conditions` that some namespace does not
#   meet. A selector that is empty and an expression that fits every name restrict nobody.
#   Where an admission webhook or a ValidatingAdmissionPolicy looks at ExternalSecrets, that may
#   be the restriction, and the answer is unknown. How much the credential opens is not seen:
#   waive the check when a narrow one is the design.
# related_resources:
# - ref: https://external-secrets.io/latest/guides/multi-tenancy/
# - ref: https://external-secrets.io/latest/guides/security-best-practices/
# - ref: https://external-secrets.io/latest/api/clustersecretstore/
# custom:
#   level: configured
#   tier: should
#   requires: [secrets/controller-healthy]
#   since: 0.1.0
#   remediation: |
#     List the namespaces, or select them by a label that only the platform sets, in the
#     store's `spec.conditions`. Better where teams differ: a SecretStore in each namespace,
#     with a credential that opens that team's secrets only.
package kready.secrets["store-scope"]

import data.kready.lib

stores := [s | some s in input.secretStores; s.kind == "ClusterSecretStore"]

open_stores := [s | some s in stores; not s.restricted]

guarded_resources := {"external-secrets.io/externalsecrets", "external-secrets.io/*", "*/externalsecrets", "*/*"}

# restricting_policies are what may refuse an ExternalSecret because of its store. The
# operator's own webhooks only validate its form.
restricting_policies contains config.name if {
	some config in input.webhooks
	some hook in config.webhooks
	not endswith(hook.name, ".external-secrets.io")
	some resource in hook.resources
	resource in guarded_resources
}

restricting_policies contains policy.name if {
	some policy in input.admissionPolicies
	some binding in policy.bindings
	"Deny" in binding.actions
	some resource in policy.resources
	resource in guarded_resources
}

gap contains finding if {
	count(restricting_policies) == 0
	some s in open_stores
	finding := lib.finding(s.kind, "", s.name, "every namespace may use it")
}

unknown contains finding if {
	count(restricting_policies) > 0
	some s in open_stores
	finding := lib.finding(s.kind, "", s.name, sprintf("it restricts nobody; whether %s does cannot be told", [lib.shortened(sort(restricting_policies))]))
}

skip contains "there is no ClusterSecretStore" if count(stores) == 0

counted := lib.counted(count(stores), "ClusterSecretStore", "ClusterSecretStores")

summary.pass contains sprintf("%d of %s %s restricted to some namespaces", [count(stores) - count(open_stores), counted, lib.are(count(stores) - count(open_stores))]) if count(open_stores) == 0

summary.gap contains sprintf("%d of %s %s open to every namespace", [count(open_stores), counted, lib.are(count(open_stores))])

summary.unknown contains sprintf("%d of %s %s without conditions, and an admission policy may restrict them", [count(open_stores), counted, lib.are(count(open_stores))])
