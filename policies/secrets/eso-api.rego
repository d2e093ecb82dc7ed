# METADATA
# title: Nobody writes External Secrets' objects in a version that is gone
# description: |
#   The External Secrets Operator has served `external-secrets.io/v1` since 0.16, and nothing older
#   since 0.17. A manifest of an older version that somebody applies fails from then on: the secrets that
#   exist stay, and no change to them arrives any more.
#
#   kready looks whether the cluster still serves an older version, and who has written ExternalSecrets and
#   stores in it: their managers (`metadata.managedFields`) and the last applied configuration name the
#   version, of at most 500 objects of each kind. What the operator itself writes does not count. Where no older version is
#   served, nobody can write in one, and manifests that still are of it fail: that is seen where they are
#   applied, by `kready land` or by delivery/reconciled.
# related_resources:
# - ref: https://github.com/external-secrets/external-secrets/releases/tag/v0.17.0
# - ref: https://external-secrets.io/latest/introduction/stability-support/
# custom:
#   level: configured
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     gap: [apis, externalSecretWriters]
#     skip: [externalSecretWriters]
#   remediation: |
#     Change `apiVersion: external-secrets.io/v1beta1` to `external-secrets.io/v1` in the manifests that
#     the finding's manager applies, and apply them, before the operator is upgraded to 0.17 or newer. No other field
#     changes.
#   remedies:
#   - state: no-v1
#     text: |
#       Upgrade the operator to 0.16 first, which serves both versions. Then change `apiVersion` to
#       `external-secrets.io/v1` in the manifests that the finding's manager applies, and apply them; then go on
#       to 0.17 or newer.
package kready.secrets["eso-api"]

import data.kready.internal.served
import data.kready.lib

group := "external-secrets.io"

aged contains version if {
	some version in {"v1alpha1", "v1beta1"}
	served.version_served(group, version)
}

here if {
	some g in input.apis
	g.name == group
}

by_client contains w if {
	some w in input.externalSecretWriters
	not startswith(w.manager, "external-secrets")
}

gap contains lib.finding(w.object.kind, object.get(w.object, "namespace", ""), w.object.name, sprintf("%s wrote it as %s/%s%s", [w.manager, group, w.version, more(w)])) if {
	some w in by_client
}

more(w) := "" if w.objects == 1

more(w) := sprintf(", as %s of that kind", [lib.counted(w.objects - 1, "other", "others")]) if w.objects > 1

state contains "no-v1" if {
	count(by_client) > 0
	here
	not served.version_served(group, "v1")
}

skip contains "the cluster serves no objects of External Secrets" if not here

summary.pass contains "it serves external-secrets.io in no version that is gone" if count(aged) == 0

summary.pass contains sprintf("nobody but the operator writes in %s", [concat(" or ", sort([sprintf("%s/%s", [group, v]) | some v in aged]))]) if count(aged) > 0

summary.gap contains sprintf("%s in a version that newer operators do not serve", [lib.counted(count({w.manager | some w in by_client}), "client writes", "clients write")])
