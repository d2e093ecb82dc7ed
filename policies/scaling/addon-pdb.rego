# METADATA
# title: Add-ons that everybody waits for run twice and under a PodDisruptionBudget
# description: |
#   Draining a node evicts all its pods at once. An ingress controller with one pod, or with
#   two on that node and no budget, is then away for everybody; a strict webhook without pods
#   stops the drain's own replacements from starting.
#
#   kready looks at the Deployments of ingress controllers, and at those behind Services that
#   the API server or every pod calls: cluster DNS, webhooks with `failurePolicy: Fail`,
#   aggregated APIs, conversions. Each needs two replicas, and with two or more a budget that
#   selects its pods. Replicas of cluster DNS and of the mesh, and all of cert-manager's, are
#   the matter of `dns/ha`, `mesh/control-plane` and `certificates/webhook-ha`. What a provider
#   puts into system namespaces is left out, as are clusters with a single node for pods.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/run-application/configure-pdb/
# - ref: https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   remediation: |
#     Set the chart's values: `replicas: 2` (or `replicaCount`) and
#     `podDisruptionBudget: {enabled: true, maxUnavailable: 1}`. Where it has none for it:
#
#         kubectl -n NAMESPACE create pdb NAME --selector=KEY=VALUE --max-unavailable=1
package kready.scaling["addon-pdb"]

import data.kready.internal.critical
import data.kready.internal.dns
import data.kready.internal.nodes
import data.kready.internal.workloads
import data.kready.lib

judged contains w if {
	some w in critical.workloads
	not w in of_role("certificates/issuer")
}

of_role(role) := {w | some impl in lib.running(role); some w in lib.workloads_of(impl)}

replicas_elsewhere(w) if w in of_role("mesh/control-plane")

replicas_elsewhere(w) if {
	some server in dns.workloads
	w == server
}

gap contains lib.finding(w.kind, w.namespace, w.name, "it has one replica") if {
	some w in judged
	w.desired == 1
	not replicas_elsewhere(w)
}

gap contains lib.finding(w.kind, w.namespace, w.name, sprintf("no PodDisruptionBudget selects its %d pods", [w.desired])) if {
	some w in judged
	w.desired > 1
	not workloads.has_budget(w)
}

skip contains "ordinary pods have a single node: there is nowhere to move them" if count(nodes.open) < 2

skip contains "no add-on is known that everybody waits for" if count(judged) == 0

summary.gap contains sprintf("%s not made to survive a drain", [lib.counted(count(gap), "add-on is", "add-ons are")])

summary.pass contains sprintf("%s a drain", [lib.counted(count(judged), "add-on survives", "add-ons survive")]) if {
	count(judged) > 0
}
