# METADATA
# title: Every ingress and Gateway controller has ready pods
# description: |
#   A controller without a ready pod serves none of its classes: hosts stop answering, or
#   answer with what was configured last, and changes to Ingresses and routes are ignored.
#
#   kready looks at the workloads of each controller that it recognises, data planes
#   included (Contour's Envoy, Kong's gateway). One ready pod of each is enough here.
#   Controllers that the provider runs out of sight, and those that are not recognised, are
#   judged by the addresses of their Ingresses, in `ingress/orphan-class`.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/ingress-controllers/
# custom:
#   level: healthy
#   tier: must
#   requires: [ingress/present]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     gap: [workloads, nodes, ingressClasses]
#     pass: [workloads/pods]
#   remediation: |
#     `kubectl describe` the workload and read the logs of its pods. Common causes: an image
#     that cannot be pulled, a port of the node that is taken, a missing CRD or RBAC rule, a
#     Deployment that somebody scaled to zero.
package kready.ingress["controller-healthy"]

import data.kready.internal.controllers
import data.kready.internal.workloads
import data.kready.lib

judged contains impl if {
	some role in ["ingress/controller", "ingress/gateway"]
	some impl in workloads.visible(role)
}

judged contains impl if {
	some c in input.ingressClasses
	some impl in controllers.implementations(c.controller)
	impl.state == "running"
	count(impl.workloads) > 0
}

gap contains finding if {
	some impl in judged
	some finding in workloads.down(impl)
}

unknown contains finding if {
	some impl in judged
	some finding in workloads.without_status(impl)
}

skip contains "no controller runs where its pods can be seen; ingress/orphan-class judges it by its Ingresses" if count(judged) == 0

broken contains impl if {
	some impl in judged
	count(workloads.down(impl)) > 0
}

summary.pass contains workloads.readiness(impl) if some impl in judged

summary.gap contains sprintf("%s has a workload without a ready pod", [lib.named(impl)]) if some impl in broken

summary.unknown contains "the manifests carry no status"
