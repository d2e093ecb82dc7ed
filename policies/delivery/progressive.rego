# METADATA
# title: Rollouts that go step by step have a controller that takes the steps
# description: |
#   Argo Rollouts and Flagger bring out a release to a few users first and watch it. Their objects are accepted as long as their CRDs are
#   there. Without the controller nothing follows: a Rollout creates no pod, a Canary watches nothing, and the release that was
#   applied is not the one that runs.
#
#   Where a CRD of theirs is there, kready asks that the controller runs and has a ready pod. It does not look at single Rollouts and
#   Canaries. Where the controller runs in another cluster and works in this one, waive the check.
# related_resources:
# - ref: https://argo-rollouts.readthedocs.io/en/stable/installation/
# - ref: https://docs.flagger.app/install/flagger-install-on-kubernetes
# custom:
#   level: healthy
#   tier: could
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods, nodes]
#   remediation: |
#     See why its pods are not ready:
#
#         kubectl -n NAMESPACE describe KIND NAME
#   remedies:
#   - state: absent
#     text: |
#       Install the controller again, or, where nobody needs it any more, see that no object of its kinds is left and take its CRDs
#       away: deleting a CRD deletes its objects, and a Rollout's pods with it.
#
#           kubectl get rollouts.argoproj.io,canaries.flagger.app -A
package kready.delivery.progressive

import data.kready.internal.manifests
import data.kready.internal.workloads
import data.kready.lib

controllers := workloads.visible("delivery/progressive")

# left are the products of which there are CRDs and no controller.
left contains impl if {
	not manifests.not_applied
	some impl in input.inventory
	impl.state == "remnant"
	"delivery/progressive" in impl.roles
}

gap contains finding if {
	some impl in controllers
	some finding in workloads.down(impl)
}

gap contains {"message": sprintf("the CRDs of %s are there, and its controller does not run: what is applied of them does nothing", [impl.title]), "state": "absent"} if {
	some impl in left
}

state contains "absent" if count(left) > 0

unknown contains finding if {
	some impl in controllers
	some finding in workloads.without_status(impl)
}

skip contains "neither Argo Rollouts nor Flagger is here" if {
	count(controllers) == 0
	count(left) == 0
}

summary.pass contains workloads.readiness(impl) if some impl in controllers

summary.gap contains sprintf("%s does not work", [lib.named(impl)]) if {
	some impl in controllers
	count(workloads.down(impl)) > 0
}

summary.gap contains sprintf("%s has CRDs here and no controller", [impl.title]) if some impl in left

summary.unknown contains "the manifests carry no status"
