# METADATA
# title: No namespace has been Terminating for too long
# description: |
#   A namespace that does not go away holds objects whose finalizer nobody serves, or of a
#   kind that nobody can list. Its name cannot be used again, what it holds goes on costing
#   money, and the cause often stops garbage collection in the whole cluster.
#
#   kready reads the deletion time and the conditions of each namespace. Within an hour
#   (`terminatingMinutes`), load balancers and volumes may still be on their way out. Other
#   objects that do not go away are not looked at.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/
# - ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
# custom:
#   level: healthy
#   tier: should
#   requires: [cluster/apiservices-available]
#   since: 0.1.0
#   standsWithout:
#     gap: [namespaces]
#   remediation: |
#     The conditions name what is left. Bring back the controller that owns the finalizer and
#     let it finish. When it is gone for good, take its finalizer off the objects that are
#     left, one by one; what they stood for outside of the cluster is then yours to remove:
#
#         kubectl get ns NAME -o jsonpath='{.status.conditions}'
package kready.cluster["stuck-terminating"]

import data.kready.internal.moments
import data.kready.lib

terminating := [ns | some ns in input.namespaces; lib.known(ns.deletedAt)]

gap contains lib.finding("Namespace", "", ns.name, why(ns)) if {
	some ns in terminating
	lib.older(ns.deletedAt, input.thresholds.terminatingMinutes)
}

why(ns) := sprintf("Terminating since %s: %s", [moments.at(ns.deletedAt), concat("; ", messages)]) if {
	messages := [c.message | some c in ns.conditions; c.message != ""]
	count(messages) > 0
} else := sprintf("Terminating since %s", [moments.at(ns.deletedAt)])

unknown contains lib.finding("Namespace", "", ns.name, "it is Terminating, and does not say since when") if {
	some ns in input.namespaces
	ns.phase == "Terminating"
	not lib.known(ns.deletedAt)
}

summary.gap contains sprintf("%s away", [lib.counted(count(gap), "namespace does not go", "namespaces do not go")])

summary.pass contains "no namespace is stuck"
