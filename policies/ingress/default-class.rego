# METADATA
# title: At most one IngressClass is the default
# description: |
#   With two default classes, an Ingress that names none gets the newest since Kubernetes 1.25, and nobody decided
#   it; before, the API server refuses it. It happens when a chart marks its class as default beside one
#   that was there before.
#
#   No default at all is fine as long as every Ingress names its class; kready says which it
#   is and counts it as a pass.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/ingress/#default-ingress-class
# - ref: https://github.com/kubernetes/kubernetes/pull/110974
# custom:
#   level: configured
#   tier: should
#   requires: [ingress/present]
#   since: 0.1.0
#   standsWithout:
#     any: [version]
#     gap: [ingressClasses]
#   remediation: |
#     Take the annotation off all but one:
#
#         kubectl annotate ingressclass NAME ingressclass.kubernetes.io/is-default-class-
package kready.ingress["default-class"]

import data.kready.lib

defaults contains c.name if {
	some c in input.ingressClasses
	c.default
}

gap contains finding if {
	count(defaults) > 1
	some name in defaults
	finding := lib.finding("IngressClass", "", name, "it is a default, and not the only one")
}

skip contains "there is no IngressClass" if count(input.ingressClasses) == 0

summary contains sprintf("%s is the default", [concat("", defaults)]) if count(defaults) == 1

summary contains "no class is the default: an Ingress that names none waits, unless a controller takes such" if count(defaults) == 0

summary contains sprintf("%d classes are the default%s", [count(defaults), effect]) if count(defaults) > 1

# effect is what becomes of an Ingress that names none, as far as the version tells.
default effect := ""

effect := ": an Ingress that names none gets the newest" if input.version.minor >= 25

effect := ": an Ingress that names none is refused" if {
	input.version.minor > 0
	not input.version.guess
	input.version.minor < 25
}
