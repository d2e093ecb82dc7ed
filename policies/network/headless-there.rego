# METADATA
# title: The Service that names the pods of a StatefulSet is there, and is headless
# description: |
#   The pods of a StatefulSet have names of their own in DNS, `web-0.web.shop.svc`, by the Service that its `serviceName` names: it
#   must be headless (`clusterIP: None`). Without it the pods run all the same, and members of a cluster (a database, a queue)
#   do not find each other.
#
#   kready looks for the Service in the manifests, and in the cluster by name. Whether it selects the pods is asked by
#   `network/service-pods`. A StatefulSet without a `serviceName` does without such names.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
# custom:
#   subject: service
#   level: configured
#   tier: could
#   since: 0.2.0
#   remediation: |
#     Add a Service of this name with `clusterIP: None` and the selector of the pods. One with an address of its own, for clients,
#     can stand beside it under another name; `serviceName` cannot be changed once the StatefulSet is there.
package kready.network["headless-there"]

import data.kready.internal.landing
import data.kready.lib

named := [p | some p in input.service.pods; p.headlessService != ""]

skip contains "no StatefulSet of the service names a Service" if count(named) == 0

brought(p) := input.service.services[min(object.keys(of_service[[p.namespace, p.headlessService]]))]

looked_up(p) := input.namedServices[min(object.keys(of_cluster[[p.namespace, p.headlessService]]))] if not brought(p)

# of_service and of_cluster are where the Services stand, by namespace and name.
of_service := object.union_n([{[s.namespace, s.name]: {i: true}} | some i, s in input.service.services])

of_cluster := object.union_n([{[s.namespace, s.name]: {i: true}} | some i, s in input.namedServices])

on(p, message) := landing.finding(p, p.headlessServiceLine, "service", sprintf("its Service %s %s", [p.headlessService, message]))

gap contains on(p, "is not headless: its pods have no names in DNS") if {
	some p in named
	s := brought(p)
	not s.headless
}

gap contains on(p, "is not headless: its pods have no names in DNS") if {
	some p in named
	s := looked_up(p)
	s.exists
	not s.headless
}

gap contains on(p, "does not exist: its pods have no names in DNS") if {
	some p in named
	absent(p)
}

absent(p) if {
	found := looked_up(p)
	not found.exists
}

absent(p) if {
	not brought(p)
	count(input.namespaces) > 0
	not landing.namespace_there(p.namespace)
}

unknown contains on(p, "could not be looked up") if {
	some p in named
	not brought(p)
	not looked_up(p)
	not absent(p)
}

summary.pass contains sprintf("%s, each with a headless Service", [lib.counted(count(named), "StatefulSet", "StatefulSets")])

summary.gap contains "pods of StatefulSets have no names in DNS"

summary.unknown contains "whether pods of StatefulSets have names in DNS is not known"
