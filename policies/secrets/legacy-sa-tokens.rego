# METADATA
# title: No token of a ServiceAccount that never ends lies in a Secret
# description: |
#   A token in a Secret of type `kubernetes.io/service-account-token` is valid until the Secret is deleted, from anywhere, for whoever has a
#   copy: in a pipeline, a backup, the history of a repository. Kubernetes made one for each ServiceAccount before 1.24;
#   since then they are made by hand. Tokens that the API server issues on request end after an hour and with their pod.
#
#   kready looks for them with `--allow-secret-names` alone (`kready rbac --allow-secret-names`): by the metadata of Secrets
#   of that type. The API server notes on each when it was used last. Those that it has declared invalid, and that it will delete,
#   are not counted. A pipeline or an Argo CD that manages the cluster from elsewhere may need one: waive it, with an end.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/security/service-accounts/#get-a-token
# - ref: https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#legacy-serviceaccount-token-cleaner
# - ref: https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-legacy-token-last-used
# custom:
#   level: configured
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     gap: [legacyTokens]
#   remediation: |
#     Have whoever uses it ask for tokens that end (`kubectl create token`, a projected volume, the cloud's federation), see that it is not
#     used any more, and delete it:
#
#         kubectl -n NAMESPACE get secret NAME -L kubernetes.io/legacy-token-last-used
#         kubectl -n NAMESPACE delete secret NAME
#   remedies:
#   - distributions: [openshift]
#     text: |
#       Before 4.16 OpenShift makes such Secrets itself, for pulling from its own registry: upgrade. Delete others when nobody uses them any
#       more:
#
#           kubectl -n NAMESPACE get secret NAME -L kubernetes.io/legacy-token-last-used
package kready.secrets["legacy-sa-tokens"]

import data.kready.lib

asked := input.legacyTokens.asked

valid := [t |
	asked
	some t in input.legacyTokens.tokens
	startswith(t.invalidSince, "0001-")
]

gap contains lib.finding("Secret", t.namespace, t.name, sprintf("it holds a token of ServiceAccount %s without an end, %s", [t.account, used(t)])) if {
	some t in valid
}

used(t) := sprintf("used last on %s", [substring(t.lastUsed, 0, 10)]) if not startswith(t.lastUsed, "0001-")

used(t) := sprintf("made on %s, and not used since the API server notes that", [substring(t.createdAt, 0, 10)]) if startswith(t.lastUsed, "0001-")

skip contains "Secrets with tokens are looked for with --allow-secret-names alone" if not asked

summary.pass contains "no Secret holds a token that never ends"

in_use := [t | some t in valid; not startswith(t.lastUsed, "0001-")]

summary.gap contains sprintf("%s a token that never ends; in use since the API server notes that: %d", [
	lib.counted(count(valid), "Secret holds", "Secrets hold"), count(in_use),
])
