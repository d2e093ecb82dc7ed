# METADATA
# title: No policy API that is served goes away with the next minor release
# description: |
#   Kubernetes takes alpha and beta versions of its APIs away after some releases. A policy
#   that is written in such a version cannot be applied after the upgrade, nor read by the
#   tool that keeps it: the guard-rail is missing from the next cluster that is built.
#
#   kready looks at the versions of `admissionregistration.k8s.io` and `policy` that the API
#   server offers, and holds them against a dated table of removals: a version that is gone
#   one minor release from now is a gap. The API server offers such versions only when somebody
#   has switched them on, so they are likely in use. Whether an object was written in one
#   cannot be seen: the API server hands out all objects in every version.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
# - ref: https://kubernetes.io/docs/reference/using-api/deprecation-policy/
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   remediation: |
#     Write the manifests in the version that the finding names, apply them, and take the old
#     version out of `--runtime-config` of the API server before the upgrade.
package kready.policy["api-versions"]

import data.kready.lib

served contains [api.name, version] if {
	some api in input.apis
	api.name in {"admissionregistration.k8s.io", "policy"}
	some version in api.versions
}

removed_next contains r if {
	some table in input.tables.removals
	some r in table.removals
	[r.group, r.version] in served
	r.removedInMinor == input.version.minor + 1
}

gap contains {"message": sprintf("%s/%s is served, and %s in it is gone in %s%s", [r.group, r.version, concat(", ", r.kinds), r.removedIn, replacement_text(r)])} if {
	versions_known
	some r in removed_next
}

replacement_text(r) := "" if r.replacement == ""

replacement_text(r) := sprintf("; write %s", [r.replacement]) if r.replacement != ""

versions_known if {
	input.version.minor > 0
	not input.version.guess
	count(input.apis) > 0
}

unknown contains {"message": sprintf("the API server's version was not read: it is that of %s, %s, or a newer one", [input.version.from, input.version.gitVersion])} if {
	input.version.guess
	count(input.apis) > 0
}

skip contains "the version of the API server is not known" if input.version.minor == 0

skip contains "what the API server offers is not known, as in manifests" if count(input.apis) == 0

next := sprintf("1.%d", [input.version.minor + 1])

summary.pass contains sprintf("nothing says that a policy API of this cluster is gone in %s", [next]) if {
	versions_known
	count(removed_next) == 0
}

summary.gap contains sprintf("%s with the upgrade to %s", [lib.counted(count(gap), "policy API goes away", "policy APIs go away"), next])
