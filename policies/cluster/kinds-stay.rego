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
	some o in input.service.objects
	some table in input.tables.removals
	some r in table.removals
	r.group == o.group
	r.version == o.version
	o.kind in r.kinds
	r.removedInMinor == upgrade.minor + 1
}

gap contains landing.finding(o, 0, "service", sprintf("%s is deprecated in version %s: there is %s", [o.kind, o.version, concat(", ", {v | some v in crd.served; not v in crd.deprecated})])) if {
	some o in input.service.objects
	some crd in input.crds
	crd.group == o.group
	crd.kind == o.kind
	o.version in crd.deprecated
}

replaced(r) := sprintf(": there is %s", [r.replacement]) if r.replacement != ""

replaced(r) := "" if r.replacement == ""

summary.pass contains sprintf("%s, in versions that stay", [lib.counted(count(input.service.objects), "object", "objects")])

summary.gap contains sprintf("%s in a version that goes", [lib.counted(count(gap), "object is", "objects are")])
