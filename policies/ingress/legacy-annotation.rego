# METADATA
# title: No Ingress names its class by the old annotation alone
# description: |
#   The annotation `kubernetes.io/ingress.class` was replaced by `spec.ingressClassName` in
#   Kubernetes 1.18. It is no part of the API: each controller decides whether it still
#   looks at it, and the default class does not apply to an Ingress that has it.
#
#   A gap is an Ingress with the annotation and without the field. GKE's own classes (`gce`,
#   `gce-internal`) can only be chosen by the annotation and are left out, and so are the
#   Ingresses that cert-manager makes for a moment to answer ACME challenges.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/ingress/#deprecated-annotation
# custom:
#   level: configured
#   tier: could
#   requires: [ingress/present]
#   since: 0.1.0
#   standsWithout:
#     gap: [ingresses]
#   remediation: |
#     Set `spec.ingressClassName` to the IngressClass of that name and remove the annotation,
#     in one change: the API server refuses new Ingresses that have both.
package kready.ingress["legacy-annotation"]

import data.kready.internal.ingresses
import data.kready.lib

old := [k |
	some k in input.ingressSums.kinds
	k.legacyClass != ""
	k.class == ""
	not startswith(k.legacyClass, "gce")
	not k.solver
]

gap contains finding if {
	some k in old
	some finding in ingresses.findings(k.names, sprintf("its class %s is named by the annotation only", [k.legacyClass]))
}

skip contains "there is no Ingress" if input.ingressSums.count == 0

summary contains sprintf("none of %s relies on the annotation", [lib.counted(input.ingressSums.count, "Ingress", "Ingresses")]) if count(old) == 0

summary contains sprintf("%d of %s %s the class by the annotation only", [n, lib.counted(input.ingressSums.count, "Ingress", "Ingresses"), names[n == 1]]) if {
	n := sum([k.count | some k in old])
	n > 0
}

names := {true: "names", false: "name"}
