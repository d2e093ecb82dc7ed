# METADATA
# title: No policy API that is served goes away with the next minor release
# description: |
#   Kubernetes takes alpha and beta versions of its APIs away after some releases. A policy
#   that is written in such a version cannot be applied after the upgrade, nor read by the
#   tool that keeps it: the guard-rail is missing from the next cluster that is built.
#
#   kready looks at the versions of `admissionregistration.k8s.io` and `policy` that the API
#   server offers, and holds them against a dated table of removals: a version that is gone
#   one minor release from now, or up to that of `--for-version`, is a gap. The API server offers such
#   versions only when somebody has switched them on, so they are likely in use. Who wrote an object
#   in one is told by its `metadata.managedFields` and by the last applied configuration.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
# - ref: https://kubernetes.io/docs/reference/using-api/deprecation-policy/
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     any: [apiWriters]
#   remediation: |
#     Write the manifests in the version that the finding names, apply them, and take the old
#     version out of `--runtime-config` of the API server before the upgrade.
package kready.policy["api-versions"]

import data.kready.internal.removals
import data.kready.internal.upgrade
import data.kready.lib

removed_next contains r if {
	some r in removals.going
	r.group in {"admissionregistration.k8s.io", "policy"}
}

gap contains finding if {
	removals.known
	some r in removed_next
	some finding in removals.findings(r)
}

unknown contains finding if {
	count(input.apis) > 0
	some finding in upgrade.guessed
}

skip contains "the version of the API server is not known" if not upgrade.next

skip contains "what the API server offers is not known, as in manifests" if count(input.apis) == 0

next := upgrade.name(upgrade.next)

summary.pass contains sprintf("nothing says that a policy API of this cluster is gone in %s", [next])

summary.gap contains sprintf("%s with the upgrade to %s", [lib.counted(count(removed_next), "policy API goes away", "policy APIs go away"), next])
