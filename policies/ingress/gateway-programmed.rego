# METADATA
# title: Every Gateway is programmed, with all of its listeners
# description: |
#   A Gateway asks for an entry to the cluster. Until its controller has set up the proxy
#   or load balancer behind it, its routes lead nowhere. One listener that is in conflict
#   with another, or whose certificate cannot be read, takes its hosts down while the rest
#   goes on and the Gateway looks fine at a glance.
#
#   `Accepted` and `Programmed` of each Gateway must be True for its present generation; of
#   each listener, `Accepted`, `Programmed` and `ResolvedRefs`, as far as they are there,
#   must not be False and `Conflicted` not True. A new Gateway has 10 minutes. Gateways
#   whose class is not accepted are the matter of `ingress/gateway-class-accepted`.
#
#   The status is what the controller said last; that a request gets through is another
#   question.
# related_resources:
# - ref: https://gateway-api.sigs.k8s.io/api-types/gateway/
# - ref: https://gateway-api.sigs.k8s.io/geps/gep-1364/
# custom:
#   level: healthy
#   tier: must
#   requires: [ingress/present]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#     gap: [gateways]
#   remediation: |
#     `kubectl describe gateway` shows reason and message of each condition. The usual causes:
#     a listener's certificateRef names a Secret that is not there or that a ReferenceGrant
#     does not allow (`RefNotPermitted`), two listeners share port and hostname, or no address
#     could be had (`AddressNotAssigned`).
package kready.ingress["gateway-programmed"]

import data.kready.internal.gateways
import data.kready.lib

gap contains finding if {
	some g in gateways.with_sound_class
	some fault in gateways.faults(g)
	finding := lib.finding("Gateway", g.namespace, g.name, fault)
}

unknown contains finding if {
	some g in gateways.with_sound_class
	count(gateways.faults(g)) == 0
	finding := lib.finding("Gateway", g.namespace, g.name, unknown_text(g))
}

unknown_text(g) := "it carries no status" if {
	g.accepted.status in {"", "Unknown"}
	not lib.known(g.createdAt)
} else := "its status speaks of an earlier generation" if {
	not g.current
} else := "its controller does not say whether it is programmed" if {
	g.accepted.status == "True"
	g.programmed.status == ""
}

skip contains "there is no Gateway" if count(input.gateways) == 0

skip contains "the class of each Gateway is not accepted: see ingress/gateway-class-accepted" if {
	count(input.gateways) > 0
	count(gateways.with_sound_class) == 0
}

failing contains [f.object.namespace, f.object.name] if some f in gap

listeners := sum([count(g.listeners) | some g in gateways.with_sound_class])

summary.pass contains sprintf("%s with %s programmed", [
	lib.counted(count(gateways.with_sound_class), "Gateway", "Gateways"),
	lib.counted(listeners, "listener", "listeners"),
])

summary.gap contains sprintf("%d of %s %s not programmed as asked for", [
	count(failing),
	lib.counted(count(gateways.with_sound_class), "Gateway", "Gateways"),
	lib.are(count(failing)),
])

summary.unknown contains sprintf("%d of %s cannot be judged", [
	count(unknown),
	lib.counted(count(gateways.with_sound_class), "Gateway", "Gateways"),
])
