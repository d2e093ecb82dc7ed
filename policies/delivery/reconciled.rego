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
#   delivered for services is theirs to watch, but for ApplicationSets that can make no Applications: what these were for
#   is not known. Objects of Flux for updating images, alerts and webhooks must have the controller that carries them out.
# related_resources:
# - ref: https://fluxcd.io/flux/components/kustomize/kustomizations/
# - ref: https://fluxcd.io/flux/components/helm/helmreleases/
# - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
# - ref: https://argo-cd.readthedocs.io/en/stable/operator-manual/app-any-namespace/
# custom:
#   level: healthy
#   tier: should
#   requires: [delivery/controllers-healthy]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/pods]
#   remedies:
#   - state: argo
#     text: |
#       See what differs, mend the cause in the repository, and have it applied again:
#
#           argocd app diff NAME
#           argocd app sync NAME
#   - state: unheard
#     text: |
#       Let its controller look at the namespace, or move the object. Argo CD looks at its own namespace and those that
#       `application.namespaces` names in the ConfigMap argocd-cmd-params-cm; controllers of Flux that have `--watch-all-namespaces=false` at their own:
#
#           kubectl -n NAMESPACE describe KIND NAME
#   - state: application-set
#     text: |
#       Read the condition of the ApplicationSet, and mend what its generator is told or may read; its Applications follow by themselves:
#
#           kubectl -n NAMESPACE describe applicationset NAME
#   - state: no-flux-controller
#     text: |
#       Install the controller with the others of Flux, in the version that they have: name it in `--components-extra` of `flux
#       bootstrap` or `flux install`, or in `spec.components` of the FluxInstance. Delete what nobody needs.
#   remediation: |
#     Read the message, mend the cause in the repository, and have it applied again:
#
#         kubectl -n NAMESPACE describe KIND NAME
#         kubectl -n NAMESPACE annotate KIND NAME --overwrite reconcile.fluxcd.io/requestedAt="$(date +%s)"
package kready.delivery.reconciled

import data.kready.internal.conditions
import data.kready.internal.delivery
import data.kready.internal.delivery_controllers
import data.kready.internal.manifests
import data.kready.internal.products
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
	finding := object.union(delivery.finding(d, "no controller has said anything about it"), {"state": "unheard"})
}

gap contains finding if some finding in broken_sets

gap contains {"message": m.message, "state": "no-flux-controller"} if some m in unheard

state contains "unheard" if {
	some d in without_status
	lib.older(d.createdAt, input.thresholds.pendingMinutes)
}

state contains "application-set" if count(broken_sets) > 0

state contains "no-flux-controller" if count(unheard) > 0

state contains "argo" if delivery.on_argo(gap)

application_sets := products.objects("applicationsets.argoproj.io")

# broken_sets are the ApplicationSets of which Argo CD says that it can make no Applications.
broken_sets := [object.union(lib.finding("ApplicationSet", s.namespace, s.name, conditions.text(c)), {"state": "application-set"}) |
	some s in application_sets
	some c in s.conditions
	c.type == "ErrorOccurred"
	c.status == "True"
]

# unheard are the controllers beside those that deliver, which are not there for what is asked of them.
unheard contains m if {
	not manifests.not_applied
	some m in delivery_controllers.missing
	not m.must
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

skip contains "no controller delivers anything to the platform's namespaces" if {
	count(delivery.deliveries) == 0
	count(broken_sets) == 0
	count(unheard) == 0
}

skip contains "all that is delivered to the platform is suspended, or has no source" if {
	count(delivery.deliveries) > 0
	count(broken_sets) == 0
	count(unheard) == 0
	count(judged) == 0
}

amount := lib.counted(count(judged), "unit", "units")

summary.pass contains sprintf("%s delivered to the platform, and none fails", [amount])

broken := [f | some f in gap; f.object.kind in {"Kustomization", "HelmRelease", "Application"}]

summary.gap contains sprintf("%d of %s of the platform %s not what the repository says", [count(broken), amount, lib.are(count(broken))]) if {
	count(broken) > 0
}

summary.gap contains sprintf("%s can make no Applications", [lib.counted(count(broken_sets), "ApplicationSet", "ApplicationSets")]) if {
	count(broken_sets) > 0
}

summary.gap contains sprintf("%s of Flux %s not there", [concat(" and ", names), lib.are(count(names))]) if {
	names := sort({m.controller | some m in unheard})
	count(names) > 0
}

summary.unknown contains sprintf("%d of %s of the platform cannot be judged", [count(unknown), amount])
