# METADATA
# title: The delivery controllers have ready pods
# description: |
#   While they are away, what is merged does not arrive, and nobody is told: the cluster keeps
#   running what it had. A fix that was rolled out is then not there.
#
#   kready asks that every workload of the delivery product has a ready pod: Flux's
#   controllers, Argo CD's application controller (a StatefulSet), server and repo server. What Flux and Argo CD are
#   told to deliver must have its controller as well: without the helm-controller, which `flux bootstrap --components` may leave out, HelmReleases are
#   objects that nobody reads, also those that were Ready when it went. The check applies where such a product runs.
# related_resources:
# - ref: https://fluxcd.io/flux/cmd/flux_check/
# - ref: https://argo-cd.readthedocs.io/en/stable/operator-manual/high_availability/
# custom:
#   level: healthy
#   tier: must
#   requires: [delivery/tool]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods, nodes]
#     gap: [workloads]
#   remediation: |
#     `kubectl describe` the workload that is not ready; `flux check` sums up Flux's state. A
#     controller that runs out of memory on a large repository needs a higher limit.
#   remedies:
#   - state: no-flux-controller
#     text: |
#       Install the controller with the others of Flux, in the version that they have: name it in `--components` of `flux bootstrap`
#       or `flux install`, or in `spec.components` of the FluxInstance. Delete what nobody is to deliver any more.
#   - state: no-applicationset-controller
#     text: |
#       Install the applicationset-controller, which comes with Argo CD's manifests (`applicationSet.enabled` in its chart before 6.0,
#       `applicationSet.replicas` in later ones), or delete the ApplicationSets.
package kready.delivery["controllers-healthy"]

import data.kready.internal.delivery_controllers
import data.kready.internal.manifests
import data.kready.internal.unread
import data.kready.internal.workloads
import data.kready.lib

tools := workloads.visible("delivery/gitops")

# unheard are the controllers that are not there for what is to be delivered.
unheard contains m if {
	not manifests.not_applied
	count(tools) > 0
	some m in delivery_controllers.missing
	m.must
}

gap contains finding if {
	some impl in tools
	some finding in workloads.down(impl)
}

gap contains {"message": m.message, "state": "no-flux-controller"} if {
	not unread.incomplete("workloads")
	some m in unheard
	m.product == "flux2"
}

gap contains {"message": m.message, "state": "no-applicationset-controller"} if {
	not unread.incomplete("workloads")
	some m in unheard
	m.product == "argo-cd"
}

state contains "no-flux-controller" if {
	not unread.incomplete("workloads")
	some m in unheard
	m.product == "flux2"
}

state contains "no-applicationset-controller" if {
	not unread.incomplete("workloads")
	some m in unheard
	m.product == "argo-cd"
}

unknown contains unread.finding("workloads") if {
	count(unheard) > 0
	unread.incomplete("workloads")
}

unknown contains finding if {
	some impl in tools
	some finding in workloads.without_status(impl)
}

skip contains "no delivery controller runs here" if count(tools) == 0

summary.pass contains workloads.readiness(impl) if some impl in tools

summary.gap contains sprintf("%s has a workload without a ready pod", [lib.named(impl)]) if {
	some impl in tools
	count(workloads.down(impl)) > 0
}

summary.gap contains sprintf("%s %s not there", [concat(" and ", names), lib.are(count(names))]) if {
	names := sort({m.controller | some m in unheard})
	count(names) > 0
}

summary.unknown contains "the manifests carry no status"
