# METADATA
# title: cert-manager's webhook has more than one pod, and a budget
# description: |
#   Whoever applies a Certificate or an Issuer waits for cert-manager's webhook. With one pod, a
#   node that is drained stops every deployment that ships a Certificate, and the renewals
#   that happen to fall into that time.
#
#   kready asks for two pods or more of the webhook (three are recommended) and for a
#   PodDisruptionBudget that selects them. It does not ask whether they run on different
#   nodes. Clusters on which pods can run on one node only are left out.
# related_resources:
# - ref: https://cert-manager.io/docs/installation/best-practice/
# custom:
#   level: configured
#   tier: should
#   requires: [certificates/cert-manager-healthy]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#     gap: [nodes]
#   remediation: |
#     In the values of cert-manager's chart, set `webhook.replicaCount: 3` and
#     `webhook.podDisruptionBudget: {enabled: true, minAvailable: 1}`. A budget that asks for
#     as many pods as there are blocks every drain.
package kready.certificates["webhook-ha"]

import data.kready.internal.nodes
import data.kready.internal.workloads
import data.kready.lib

managers contains impl if {
	some impl in workloads.visible("certificates/issuer")
	impl.name == "cert-manager"
}

webhooks contains w if {
	some impl in managers
	some w in lib.workloads_of(impl)
	w.kind == "Deployment"
	is_webhook(w)
}

is_webhook(w) if {
	some c in w.containers
	contains(c.image.repository, "cert-manager-webhook")
}

# Some builds use one image for all that cert-manager is.
is_webhook(w) if w.podLabels["app.kubernetes.io/component"] == "webhook"

gap contains finding if {
	some w in webhooks
	w.desired < 2
	finding := lib.finding(w.kind, w.namespace, w.name, "it has one pod")
}

gap contains finding if {
	some w in webhooks
	w.desired > 1
	not workloads.has_budget(w)
	finding := lib.finding(w.kind, w.namespace, w.name, "no PodDisruptionBudget selects its pods")
}

skip contains "cert-manager's webhook is not seen here" if count(webhooks) == 0

skip contains "pods can run on one node only" if nodes.open_count < 2

summary.pass contains sprintf("%s of the webhook, under a PodDisruptionBudget", [lib.counted(w.desired, "pod", "pods")]) if {
	some w in webhooks
}

summary.gap contains "a drained node can take cert-manager's webhook away"
