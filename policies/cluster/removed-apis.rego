# METADATA
# title: No API version that is served goes away with the next Kubernetes version
# description: |
#   Kubernetes takes alpha and beta versions of its APIs away after some releases. What still asks for
#   one gets an error after the upgrade: a driver does not register, a release cannot be rolled
#   out, a manifest in Git does not apply any more.
#
#   kready holds the versions that the API server offers against a dated table, made of
#   Kubernetes' source: one that is gone in the next minor release, or in any up to that of `--for-version`,
#   is a gap. The API server offers such versions only when somebody has switched them on. Who uses
#   them is told by the objects: their managers (`metadata.managedFields`) and the last applied
#   configuration name the version in which they were written, of at most 500 objects of each kind. A client
#   that only reads leaves no trace; the API server's metric `apiserver_requested_deprecated_apis`
#   counts it. Policy APIs are judged by policy/api-versions.
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
#     Bring whoever writes the old version to the one that the finding names: upgrade the product, or
#     change the manifests and apply them. Then take the old version out of `--runtime-config` of the API server, and
#     see what fails, before the upgrade.
package kready.cluster["removed-apis"]

import data.kready.internal.removals
import data.kready.internal.upgrade
import data.kready.lib

rows contains r if {
	some r in removals.going
	not r.group in {"admissionregistration.k8s.io", "policy"}
}

gap contains finding if {
	removals.known
	some r in rows
	some finding in removals.findings(r)
}

unknown contains finding if {
	count(input.apis) > 0
	some finding in upgrade.guessed
}

skip contains "the version of the API server is not known" if not upgrade.next

skip contains "what the API server offers is not known, as in manifests" if count(input.apis) == 0

summary.pass contains sprintf("nothing says that an API of this cluster is gone in %s", [upgrade.name(upgrade.next)])

summary.gap contains sprintf("%s with the upgrade to %s: %s", [
	lib.counted(count(versions), "API version goes away", "API versions go away"), upgrade.name(upgrade.next), lib.shortened(sort([v | some v in versions])),
])

versions contains sprintf("%s/%s", [r.group, r.version]) if some r in rows
