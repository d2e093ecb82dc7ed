# METADATA
# title: Every route is accepted and its references resolve
# description: |
#   A route of the Gateway API is a request to a Gateway. When it is refused, by its
#   hostname or by a listener that allows no routes of its namespace, or when its backend
#   does not exist, `kubectl apply` still succeeds; callers get 404 or 500.
#
#   For each parent of each HTTPRoute, GRPCRoute, TLSRoute, TCPRoute and UDPRoute, `Accepted`
#   must be True and `ResolvedRefs` not False. A parent that nobody has spoken of for 10
#   minutes is a gap as well. Parents that are Services (routes inside of a mesh) count only
#   when a controller speaks of them. Gateways that are not well themselves are left to
#   `ingress/gateway-programmed`.
#
#   Whether the backends behind a route are ready is not looked at.
# related_resources:
# - ref: https://gateway-api.sigs.k8s.io/api-types/httproute/
# - ref: https://gateway-api.sigs.k8s.io/api-types/referencegrant/
# custom:
#   level: healthy
#   tier: should
#   requires: [ingress/present]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#     gap: [routes]
#   remediation: |
#     The reason says what to do. `BackendNotFound`: correct the backendRef or create the
#     Service. `RefNotPermitted`: add a ReferenceGrant in the backend's namespace.
#     `NotAllowedByListeners`: let the listener's `allowedRoutes` in. `NoMatchingListenerHostname`:
#     let hostnames of route and listener meet.
package kready.ingress["routes-healthy"]

import data.kready.internal.conditions
import data.kready.internal.gateways
import data.kready.lib

gap contains finding if {
	some [r, p] in attachments
	finding := lib.finding(r.kind, r.namespace, r.name, fault(r, p))
}

unknown contains finding if {
	some [r, p] in attachments
	without_answer(p)
	not lib.known(r.createdAt)
	finding := lib.finding(r.kind, r.namespace, r.name, "it carries no status")
}

skip contains "there is no route of the Gateway API" if count(input.routes) == 0

skip contains "no route has a parent that can be judged" if {
	count(input.routes) > 0
	count(attachments) == 0
}

# attachments are the routes with those of their parents that can be judged.
attachments := [[r, p] |
	some r in input.routes
	some p in r.parents
	can_be_judged(p)
]

can_be_judged(p) if {
	p.kind == "Gateway"
	not [p.namespace, p.name] in reported_elsewhere
}

can_be_judged(p) if {
	p.kind != "Gateway"
	p.controller != ""
}

# reported_elsewhere are the Gateways that another check reports.
reported_elsewhere contains [g.namespace, g.name] if {
	some g in input.gateways
	gateways.class_rejected(g.class)
}

reported_elsewhere contains [g.namespace, g.name] if {
	some g in gateways.with_sound_class
	count(gateways.faults(g)) > 0
}

fault(_, p) := sprintf("%s does not accept it (%s)", [parent_text(p), conditions.text(p.accepted)]) if {
	p.accepted.status == "False"
} else := sprintf("a reference does not resolve at %s (%s)", [parent_text(p), conditions.text(p.resolvedRefs)]) if {
	p.resolvedRefs.status == "False"
}

fault(r, p) := sprintf("its parent %s does not exist", [parent_text(p)]) if {
	without_answer(p)
	lib.older(r.createdAt, input.thresholds.pendingMinutes)
	absent(p)
} else := sprintf("no controller says anything about it at %s", [parent_text(p)]) if {
	without_answer(p)
	lib.older(r.createdAt, input.thresholds.pendingMinutes)
}

without_answer(p) if p.accepted.status in {"", "Unknown"}

absent(p) if {
	p.kind == "Gateway"
	not [p.namespace, p.name] in existing_gateways
}

existing_gateways contains [g.namespace, g.name] if some g in input.gateways

parent_text(p) := sprintf("%s %s/%s", [p.kind, p.namespace, p.name])

judged contains [r.kind, r.namespace, r.name] if some [r, _] in attachments

failing(findings) := {[f.object.kind, f.object.namespace, f.object.name] | some f in findings}

summary.pass contains sprintf("%s accepted", [lib.counted(count(judged), "route is", "routes are")])

summary.gap contains sprintf("%d of %s %s not served as written", [count(failing(gap)), lib.counted(count(judged), "route", "routes"), lib.are(count(failing(gap)))])

summary.unknown contains sprintf("%d of %s cannot be judged", [count(failing(unknown)), lib.counted(count(judged), "route", "routes")])
