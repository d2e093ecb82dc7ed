# METADATA
# title: The manifests are ones that an API server takes
# description: |
#   Some manifests are refused by every cluster: a selector that does not match the labels of its own pods, a
#   mount of a volume that the pods do not have, a Job whose pods restart always, a field that is spelt wrongly.
#   `kubectl apply` stops at such an object, and what comes after it is not made.
#
#   kready holds Kubernetes' own kinds against the rules that the API server has had in all releases since 1.16, and
#   against the fields that they have up to 1.37: kubectl, Helm and server-side apply refuse fields that are unknown.
#   It does not know all rules: `--server-dry-run` asks the API server itself. Of custom resources names,
#   labels and annotations are looked at, and of what their own schemas ask for nothing.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/kubernetes-api/
# - ref: https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   remediation: |
#     Mend the manifest at the line that the finding names. This shows the fields of a kind:
#
#         kubectl explain KIND --recursive
package kready.cluster["objects-valid"]

import data.kready.internal.landing
import data.kready.internal.upgrade
import data.kready.lib

skip contains "the service has no objects" if count(input.service.objects) == 0

gap contains landing.finding(f, f.fieldLine, "service", f.message) if {
	some f in input.service.faults
	not newer(f)
	not older(f)
}

# older holds for a fault that this release does not refuse yet. Of a cluster that does not tell its version, it is not known.
older(f) if {
	f.sinceMinor > 0
	not upgrade.minor
}

older(f) if f.sinceMinor > upgrade.minor

unknown contains landing.finding(f, f.fieldLine, "service", sprintf("%s; so Kubernetes does since 1.%d, and the version of this one is not known", [f.message, f.sinceMinor])) if {
	not upgrade.minor
	some f in input.service.faults
	f.sinceMinor > 0
}

# A release that came after kready may have the field.
unknown contains landing.finding(f, f.fieldLine, "service", sprintf("%s up to Kubernetes 1.37", [f.message])) if {
	some f in input.service.faults
	newer(f)
}

newer(f) if {
	f.unknownField != ""
	input.version.minor > 37
}

summary.pass contains sprintf("nothing is wrong with %s, as far as kready knows the rules", [lib.counted(count(input.service.objects), "object", "objects")])

summary.gap contains sprintf("%s that every API server refuses", [lib.counted(count(faulty), "object has something", "objects have something")])

summary.unknown contains "fields that a newer Kubernetes may have"

faulty contains [f.kind, f.namespace, f.name] if {
	some f in input.service.faults
	not newer(f)
	not older(f)
}
