# METADATA
# title: No CRD holds objects in a version that is not served
# description: |
#   Kubernetes refuses to take a version out of a CRD while objects may lie in etcd in it, and
#   cannot read those of a version that it does not serve any more without conversion. The
#   next release of the add-on then fails to install its CRDs: Gateway API, cert-manager and
#   External Secrets have all dropped versions.
#
#   kready compares `status.storedVersions` of each CRD with the versions that
#   `spec.versions` serves. A version stays in the list, also when no object of it is left,
#   until somebody takes it out: kready cannot tell the two apart.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#upgrade-existing-objects-to-a-new-stored-version
# - ref: https://gateway-api.sigs.k8s.io/guides/crd-management/
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     gap: [crds]
#   remediation: |
#     Write all objects of the kind once more, which stores them in the current version: with a
#     StorageVersionMigration (`storagemigration.k8s.io`), the add-on's own tool, or
#
#         kubectl get PLURAL.GROUP -A -o json | kubectl replace -f -
#
#     Then take the old version out of the list:
#
#         kubectl patch crd NAME --subresource=status --type=json \
#           -p '[{"op":"replace","path":"/status/storedVersions","value":["v1"]}]'
package kready.cluster["crd-stored-versions"]

import data.kready.lib

judged contains c if {
	some c in input.crds
	count(c.stored) > 0
	count(c.served) > 0
}

not_served(c) := {v | some v in c.stored} - {v | some v in c.served}

gap contains lib.finding("CustomResourceDefinition", "", c.name, sprintf("objects may be stored in %s; served %s %s", [
	concat(", ", not_served(c)), lib.are(count(c.served)), concat(", ", c.served),
])) if {
	some c in judged
	count(not_served(c)) > 0
}

skip contains "there is no CRD" if count(input.crds) == 0

unknown contains {"message": "no CRD says which versions it stores, as in manifests"} if {
	count(input.crds) > 0
	count(judged) == 0
}

summary.gap contains sprintf("%s objects in versions that are not served", [lib.counted(count(gap), "CRD may hold", "CRDs may hold")])

summary.pass contains sprintf("%s only versions that are served", [lib.counted(count(judged), "CRD stores", "CRDs store")]) if {
	count(judged) > 0
}
