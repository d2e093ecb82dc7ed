# METADATA
# title: The delivery controllers have ready pods
# description: |
#   While they are away, what is merged does not arrive, and nobody is told: the cluster keeps
#   running what it had. A fix that was rolled out is then not there.
#
#   kready asks that every workload of the delivery product has a ready pod: Flux's
#   controllers, Argo CD's application controller (a StatefulSet), server and repo server. The
#   check applies where such a product runs.
# related_resources:
# - ref: https://fluxcd.io/flux/cmd/flux_check/
# - ref: https://argo-cd.readthedocs.io/en/stable/operator-manual/high_availability/
# custom:
#   level: healthy
#   tier: must
#   requires: [delivery/tool]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, nodes]
#     gap: [workloads]
#   remediation: |
#     `kubectl describe` the workload that is not ready; `flux check` sums up Flux's state. A
#     controller that runs out of memory on a large repository needs a higher limit.
package kready.delivery["controllers-healthy"]

import data.kready.internal.workloads
import data.kready.lib

tools := workloads.visible("delivery/gitops")

gap contains finding if {
	some impl in tools
	some finding in workloads.down(impl)
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

summary.unknown contains "the manifests carry no status"
