# METADATA
# title: The versions that the manifests are written in are there after the next upgrade
# description: |
#   An object in a version that the next release does not serve is kept by the cluster, but the manifests
#   cannot be applied any more: the next deployment after the upgrade fails, and so does a new cluster that
#   is built from them. A CRD says itself which of its versions are deprecated.
#
#   Versions of Kubernetes' own kinds are held against a dated table of removals, one minor release ahead of the
#   cluster's, or of the one that `--for-version` names.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
# custom:
#   subject: service
#   level: configured
#   tier: should
#   since: 0.2.0
#   remediation: |
#     Write the object in the version that the finding names.
package kready.cluster["kinds-stay"]

import data.kready.internal.landing
import data.kready.internal.served
import data.kready.internal.upgrade
import data.kready.lib

skip contains "the service has no object" if count(input.service.objects) == 0

gap contains landing.finding(o, 0, "service", sprintf("%s %s is not served from Kubernetes %s on%s", [served.version_of(o.group, o.version), o.kind, r.removedIn, replaced(r)])) if {
	some r in ending
	some o in input.service.objects
	r.group == o.group
	r.version == o.version
	o.kind in r.kinds
}

gap contains landing.finding(o, 0, "service", sprintf("%s is deprecated in version %s: there is %s", [o.kind, o.version, concat(", ", {v | some v in crd.served; not v in crd.deprecated})])) if {
	count(deprecated) > 0
	some o in input.service.objects
	some crd in deprecated[[o.group, o.kind, o.version]]
}

# ending are the kinds that the next version does not serve.
ending := [r |
	some table in input.tables.removals
	some r in table.removals
	r.removedInMinor == upgrade.minor + 1
]

# deprecated are the custom resources of deprecated versions, by these.
deprecated := object.union_n([{[crd.group, crd.kind, version]: {crd.name: crd}} |
	some crd in input.crds
	some version in crd.deprecated
])

replaced(r) := sprintf(": there is %s", [r.replacement]) if r.replacement != ""

replaced(r) := "" if r.replacement == ""

summary.pass contains sprintf("%s, in versions that stay", [lib.counted(count(input.service.objects), "object", "objects")])

summary.gap contains sprintf("%s in a version that goes", [lib.counted(count(gap), "object is", "objects are")])
