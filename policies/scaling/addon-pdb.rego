# METADATA
# title: Add-ons that everybody waits for have two pods, two nodes and a PodDisruptionBudget
# description: |
#   Draining a node evicts all its pods at once. An ingress controller with one pod, or with
#   two on that node and no budget, is then away for everybody; a strict webhook without pods
#   stops the drain's own replacements from starting.
#
#   kready looks at the Deployments of ingress controllers, and at those behind Services that
#   the API server or every pod calls: cluster DNS, webhooks with `failurePolicy: Fail`,
#   aggregated APIs, conversions. Each needs two replicas, and with two or more a budget that
#   selects its pods; and these must not all be on one node. Replicas and nodes of cluster DNS,
#   replicas of the mesh, and all of cert-manager's, are the matter of `dns/ha`,
#   `mesh/control-plane` and `certificates/webhook-ha`. A budget that refuses every eviction is
#   that of `scaling/pdb-blocking`. What a provider, or OpenShift, puts into its own namespaces is left out, as
#   are clusters with a single node for pods. Whether clients notice a drain is not tried.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/run-application/configure-pdb/
# - ref: https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     Set the chart's values: `replicas: 2` (or `replicaCount`) and
#     `podDisruptionBudget: {enabled: true, maxUnavailable: 1}`. Where it has none for it:
#
#         kubectl -n NAMESPACE create pdb NAME --selector=KEY=VALUE --max-unavailable=1
#
#     Where all pods are on one node, set `topologySpreadConstraints` with
#     `topologyKey: kubernetes.io/hostname` in the chart's values.
#   remedies:
#   - distributions: [openshift]
#     text: |
#       Routers have two pods and a budget by default: set `spec.replicas` in their IngressController. For what you
#       installed, set replicas and a PodDisruptionBudget where it comes from.
#
#           oc -n openshift-ingress-operator patch ingresscontroller/default --type=merge -p '{"spec":{"replicas":2}}'
#   - distributions: [rke2]
#     text: |
#       For what RKE2 brings, set the values of its chart in a HelmChartConfig of the chart's name in kube-system; for other
#       products, in their chart's values: `replicas: 2` (or `replicaCount`) and `podDisruptionBudget: {enabled: true, maxUnavailable: 1}`.
#       Where it has none for it:
#
#           kubectl -n NAMESPACE create pdb NAME --selector=KEY=VALUE --max-unavailable=1
#   - distributions: [k3s]
#     text: |
#       For Traefik as K3s brings it, set `deployment: {replicas: 2}` and `podDisruptionBudget: {enabled: true, maxUnavailable: 1}` in
#       a HelmChartConfig traefik in kube-system; for other products, in their chart's values. What K3s applies from its own
#       manifests, such as metrics-server, it writes anew at each start: start the servers with `disable: [metrics-server]`, and install it yourself.
#       Where there is only the budget missing:
#
#           kubectl -n NAMESPACE create pdb NAME --selector=KEY=VALUE --max-unavailable=1
#   - distributions: [k0s]
#     text: |
#       What k0s brings has no values for it, and k0s writes it anew: turn its own off (`k0s controller
#       --disable-components=metrics-server`) and install the product's chart. For other
#       products, set the chart's values: `replicas: 2` (or `replicaCount`) and `podDisruptionBudget: {enabled: true, maxUnavailable: 1}`.
#       Where there is only the budget missing:
#
#           kubectl -n NAMESPACE create pdb NAME --selector=KEY=VALUE --max-unavailable=1
#   - distributions: [microk8s]
#     text: |
#       An addon has no values for it: turn it off (`microk8s disable metrics-server`) and install the product's chart. For other
#       products, set the chart's values: `replicas: 2` (or `replicaCount`) and `podDisruptionBudget: {enabled: true, maxUnavailable: 1}`.
#       Where there is only the budget missing:
#
#           kubectl -n NAMESPACE create pdb NAME --selector=KEY=VALUE --max-unavailable=1
package kready.scaling["addon-pdb"]

import data.kready.internal.budgets
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

replicas_elsewhere(w) if of_dns(w)

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

gap contains lib.finding(w.kind, w.namespace, w.name, sprintf("all %d ready pods are on node %s", [ready, node])) if {
	some w in judged
	w.desired > 1
	not of_dns(w)
	some node in nodes_of(w)
	count(nodes_of(w)) == 1
	ready := places(w).ready
	ready > 1
}

of_dns(w) if w in {server | some server in dns.workloads}

# places are where the pods of a workload are, where they were read.
places(w) := p if {
	some p in input.podPlaces
	p.name == w.name
	p.namespace == w.namespace
	p.kind == w.kind
}

# nodes_of are the nodes that have a ready pod of a workload.
nodes_of(w) := {name | some name in places(w).nodes} - {u.node | some u in places(w).unready}

# refusing are those whose budgets let no pod go: a drain waits for them.
refusing contains w if {
	some w in judged
	w.desired > 1
	budgets.refuses(w)
}

# unseen are those of which it is not known on which nodes their pods are.
unseen contains w if {
	some w in judged
	w.desired > 1
	not of_dns(w)
	count(nodes_of(w)) == 0
}

skip contains "ordinary pods have a single node: there is nowhere to move them" if nodes.open_count < 2

skip contains "no add-on is known that everybody waits for" if count(judged) == 0

skip contains "no budget here allows an eviction: see scaling/pdb-blocking" if {
	count(judged) > 0
	count(judged - refusing) == 0
}

summary.gap contains sprintf("%s not made for a drain", [lib.counted(count(gap), "add-on is", "add-ons are")])

summary.pass contains sprintf("%s%s%s", [of_ready, unseen_note, refusing_note]) if count(judged) > 0

of_ready := sprintf("%s two pods or more and a budget that allows an eviction", [
	lib.counted(count(judged - refusing), "add-on has", "add-ons have"),
])

unseen_note := "" if count(unseen) == 0

unseen_note := sprintf(", of %d it was not seen on which nodes", [count(unseen)]) if count(unseen) > 0

refusing_note := "" if count(refusing) == 0

refusing_note := sprintf("; the budget of %d refuses every eviction: see scaling/pdb-blocking", [count(refusing)]) if {
	count(refusing) > 0
}
