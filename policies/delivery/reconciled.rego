# METADATA
# title: The platform is what its configuration says
# description: |
#   Where a Kustomization, HelmRelease or Application of the platform fails, the cluster runs
#   something else than what was reviewed: half of an upgrade, or a change by hand that
#   nobody knows of. The next service is planned on what the repository says.
#
#   kready looks at what is delivered into a namespace of the platform: one that products
#   which it knows have to themselves, or one of the system. Units of Flux must be Ready;
#   Applications of Argo CD must be Synced, and neither Degraded nor Missing. One that no
#   controller has looked at for 10 minutes is a gap too. Left out are those that are
#   suspended, are being applied right now, or deliver to another cluster. What only waits
#   for another unit, or has a source that cannot be fetched, is not counted again. What is
#   delivered for services is theirs to watch.
# related_resources:
# - ref: https://fluxcd.io/flux/components/kustomize/kustomizations/
# - ref: https://fluxcd.io/flux/components/helm/helmreleases/
# - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
# custom:
#   level: healthy
#   tier: should
#   requires: [delivery/controllers-healthy]
#   since: 0.1.0
#   remedies:
#   - state: argo
#     text: |
#       See what differs, mend the cause in the repository, and have it applied again:
#
#           argocd app diff NAME
#           argocd app sync NAME
#   remediation: |
#     Read the message, mend the cause in the repository, and have it applied again:
#
#         kubectl -n NAMESPACE describe KIND NAME
#         kubectl -n NAMESPACE annotate KIND NAME --overwrite reconcile.fluxcd.io/requestedAt="$(date +%s)"
package kready.delivery.reconciled

import data.kready.internal.conditions
import data.kready.internal.delivery
import data.kready.lib

judged := [d |
	some d in delivery.deliveries
	not d.suspended
	not delivery.comparison_failed(d)
	not [d.sourceKind, d.sourceNamespace, d.sourceName] in delivery.failed_sources
]

failing contains d if {
	some d in judged
	d.ready == "False"
}

# waiting are units whose only fault is that another one is not ready.
waiting contains d if {
	some d in failing
	d.reason == "DependencyNotReady"
}

gap contains finding if {
	some d in (failing - waiting)
	finding := delivery.finding(d, conditions.reason_and_message(d.reason, d.message))
}

gap contains finding if {
	count(failing - waiting) == 0
	some d in waiting
	finding := delivery.finding(d, conditions.reason_and_message(d.reason, d.message))
}

gap contains finding if {
	some d in judged
	not d.running
	count(faults(d)) > 0
	finding := delivery.finding(d, conditions.reason_and_message(concat(" and ", faults(d)), conditions.reason_and_message(d.reason, d.message)))
}

gap contains finding if {
	some d in without_status
	lib.older(d.createdAt, input.thresholds.pendingMinutes)
	finding := delivery.finding(d, "no controller has said anything about it")
}

# faults are the conditions in which Argo CD reports an Application as not delivered.
faults(d) := [pair[0] |
	some pair in [[d.sync, {"OutOfSync"}], [d.health, {"Degraded", "Missing"}]]
	pair[0] in pair[1]
]

unknown contains finding if {
	some d in without_status
	not lib.known(d.createdAt)
	finding := delivery.finding(d, "it carries no status")
}

unknown contains finding if {
	some d in judged
	d.sync == "Unknown"
	finding := delivery.finding(d, conditions.reason_and_message("whether it is in sync is not known", conditions.reason_and_message(d.reason, d.message)))
}

unknown contains finding if {
	some d in judged
	d.ready == "True"
	not d.current
	finding := delivery.finding(d, "its controller has not seen the latest change")
}

without_status contains d if {
	some d in judged
	d.ready == ""
	d.sync == ""
}

skip contains "no controller delivers anything to the platform's namespaces" if count(delivery.deliveries) == 0

skip contains "all that is delivered to the platform is suspended, or has no source" if {
	count(delivery.deliveries) > 0
	count(judged) == 0
}

state contains "argo" if delivery.on_argo(gap)

amount := lib.counted(count(judged), "unit", "units")

summary.pass contains sprintf("%s delivered to the platform, and none fails", [amount])

summary.gap contains sprintf("%d of %s of the platform %s not what the repository says", [count(gap), amount, lib.are(count(gap))])

summary.unknown contains sprintf("%d of %s of the platform cannot be judged", [count(unknown), amount])
