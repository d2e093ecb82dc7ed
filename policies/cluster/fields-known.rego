# METADATA
# title: The cluster's release knows the fields that the manifests use
# description: |
#   A field that is newer than the API server is refused under strict validation, and dropped without a word
#   otherwise: a sidecar becomes an init container that never ends, an image volume is not there. One that is
#   there and not switched on by default is dropped as well, unless somebody set its feature gate, which
#   cannot be seen.
#
#   Each field is held against a dated table, by the version of the API server or the one that `--for-version`
#   names. Nodes that are older than it are not judged here.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/
# - ref: https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   remediation: |
#     Do without the field, or land on a cluster of the release that the finding names.
package kready.cluster["fields-known"]

import data.kready.internal.landing
import data.kready.internal.upgrade
import data.kready.lib

used := input.service.versioned

skip contains "the service uses no field that only some releases know" if count(used) == 0

# row is the table's row of a field.
row(u) := r if {
	some table in input.tables.fields
	some r in table.fields
	r.path == u.path
	r.value == u.value
}

gap contains landing.finding(u, u.fieldLine, "service", sprintf("%s comes with Kubernetes %s, and this is 1.%d", [field(u), first(row(u)), upgrade.minor])) if {
	some u in used
	row(u).firstMinor > upgrade.minor
}

unknown contains landing.finding(u, u.fieldLine, "platform", sprintf("%s works where the feature gate %s is set, which cannot be seen%s", [field(u), row(u).gate, by_default(row(u))])) if {
	some u in used
	not known(u)
	row(u).firstMinor <= upgrade.minor
}

known(u) if {
	row(u).defaultMinor > 0
	row(u).defaultMinor <= upgrade.minor
}

field(u) := sprintf("%s: %s", [u.path, u.value]) if u.value != ""

field(u) := u.path if u.value == ""

# first is the release of a field's first stage.
first(r) := r.alpha if r.alpha != ""

else := r.beta if r.beta != ""

else := r.ga

by_default(r) := sprintf(": it is on by default since %s", [r["default"]]) if r["default"] != ""

by_default(r) := ": it is off by default" if r["default"] == ""

summary.pass contains sprintf("%s of newer releases, known to this one", [lib.counted(count(used), "field", "fields")])

summary.gap contains sprintf("%s not known to this release", [lib.counted(count(gap), "field is", "fields are")])
