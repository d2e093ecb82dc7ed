# METADATA
# title: The Gateways of the service's routes are there, programmed, and take them
# description: |
#   A route whose Gateway does not exist, or has no listener that takes it, is accepted by the API server and
#   served by nobody; only its status tells. By default a listener takes routes of its own namespace alone.
#
#   kready looks for the Gateway of each parentRef, and for a listener of it that fits: by section name and
#   port, the kinds and namespaces that it allows, and a hostname that both have in common. One such listener
#   has to be programmed. A Gateway that the service brings itself counts as there, once it has the listener
#   that the route names: whether it will be programmed is not known before.
#
#   Routes of a mesh, which are attached to Services, are not judged, nor are the backends of routes. One that
#   is attached to a ListenerSet is not known.
# related_resources:
# - ref: https://gateway-api.sigs.k8s.io/reference/spec/#allowedroutes
# - ref: https://gateway-api.sigs.k8s.io/api-types/httproute/
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   requires: [cluster/custom-kinds]
#   standsWithout:
#     any: [workloads/cronjobs]
#   remediation: |
#     Name a Gateway that is there and a listener that takes the route, or have the platform open one
#     (`allowedRoutes`) or repair it:
#
#         kubectl get gateways -A
#         kubectl describe gateway -n NAMESPACE NAME
package kready.ingress["route-gateways"]

import data.kready.internal.gateways
import data.kready.internal.landing
import data.kready.internal.listeners
import data.kready.lib

group := "gateway.networking.k8s.io"

parents := [object.union(p, {"route": r}) |
	some r in input.service.routes
	some p in r.parents
	p.group == group
]

# asked are the Gateways that routes name.
asked := [p | some p in parents; p.kind == "Gateway"]

own(p) := o if {
	some o in landing.objects_of(group, "Gateway")
	o.namespace == p.namespace
	o.name == p.name
}

# there is the Gateway of the cluster, unless the service brings one of that name.
there(p) := g if {
	not own(p)
	some g in input.gateways
	g.namespace == p.namespace
	g.name == p.name
}

# named are the listeners that a parent may mean, fitting those that take the route.
named(p) := [l |
	some l in there(p).listeners
	p.section in {"", l.name}
	p.port in {0, l.port}
]

fitting(p) := [l |
	some l in named(p)
	count(listeners.refusals(p.route, there(p), l)) == 0
]

sound(p) := [l |
	some l in fitting(p)
	count(faults(p, [l])) == 0
]

# faults are those of the Gateway, looked at with these of its listeners.
faults(p, some_listeners) := gateways.faults(object.union(there(p), {"listeners": some_listeners}))

finding(p, by, message) := landing.finding(p.route, p.parentLine, by, message)

what(p) := sprintf("the Gateway %s/%s", [p.namespace, p.name])

listener(p) := sprintf("listener %s", [p.section]) if p.section != ""

listener(p) := sprintf("listener of port %d", [p.port]) if p.section == ""

skip contains "the service has no route that is attached to a Gateway" if count(parents) == 0

gap contains finding(p, closer, sprintf("%s does not exist: there %s %s", [what(p), lib.are(count(input.gateways)), listed])) if {
	some p in asked
	not own(p)
	not there(p)
}

gap contains finding(p, "service", sprintf("%s has no %s", [what(p), listener(p)])) if {
	some p in asked
	there(p)
	count(named(p)) == 0
}

gap contains finding(p, "service", sprintf("%s, which the service brings, has no %s", [what(p), listener(p)])) if {
	some p in asked
	missing_in(own(p), p)
}

gap contains finding(p, "platform", sprintf("%s does not take it: %s", [what(p), lib.shortened(reasons)])) if {
	some p in asked
	count(named(p)) > 0
	count(fitting(p)) == 0
	reasons := [sprintf("listener %s %s", [l.name, concat(", and ", listeners.refusals(p.route, there(p), l))]) | some l in named(p)]
}

gap contains finding(p, "platform", sprintf("%s is not fit: %s", [what(p), lib.shortened(sort(faults(p, fitting(p))))])) if {
	some p in asked
	count(fitting(p)) > 0
	count(sound(p)) == 0
}

unknown contains finding(p, "platform", sprintf("whether %s takes routes of the namespace %s is not known", [what(p), p.route.namespace])) if {
	some p in asked
	count(sound(p)) > 0
	every l in sound(p) {
		listeners.undecided(l, p.route.namespace)
	}
}

unknown contains finding(p, "platform", sprintf("whether %s is programmed is not known", [what(p)])) if {
	some p in asked
	count(sound(p)) > 0
	unsure(there(p))
}

unknown contains finding(p, "platform", sprintf("it is attached to the %s %s/%s, which kready does not look at", [p.kind, p.namespace, p.name])) if {
	some p in parents
	p.kind != "Gateway"
}

unsure(g) if g.programmed.status != "True"

unsure(g) if not g.current

missing_in(o, p) if {
	p.section != ""
	not p.section in {f.value | some f in landing.values(o, "spec.listeners[].name")}
}

missing_in(o, p) if {
	p.port > 0
	not sprintf("%d", [p.port]) in {f.value | some f in landing.values(o, "spec.listeners[].port")}
}

# closer is who can make a Gateway that is not there: where there is none at all, the platform.
default closer := "service"

closer := "platform" if count(input.gateways) == 0

default listed := "none"

listed := lib.shortened(sort([sprintf("%s/%s", [g.namespace, g.name]) | some g in input.gateways])) if {
	count(input.gateways) > 0
}

summary.pass contains sprintf("%s, to Gateways that are programmed or come with the service", [lib.counted(count(asked), "attachment", "attachments")])

summary.gap contains sprintf("%s not be served as asked for", [lib.counted(count({f.object | some f in gap}), "route would", "routes would")])

summary.unknown contains "whether the service's routes are served is not known"
