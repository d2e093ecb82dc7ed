# METADATA
# title: Every HorizontalPodAutoscaler can compute how many pods it wants
# description: |
#   An autoscaler that gets no metrics leaves the number of pods as it is. The service runs as
#   before until the load comes that the autoscaler was made for.
#
#   kready reads the conditions ScalingActive and AbleToScale: False for more than ten minutes
#   is a gap, as are no conditions at all. Autoscalers of workloads that somebody scaled to
#   zero (ScalingDisabled) are left out. Those at their maximum are counted and no gap.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
# - ref: https://github.com/kubernetes/kubernetes/pull/112011
# custom:
#   level: healthy
#   tier: should
#   requires: [metrics/resource-metrics]
#   since: 0.1.0
#   standsWithout:
#     gap: [horizontalPodAutoscalers]
#   remediation: |
#     The condition's message says what is missing:
#
#         kubectl -n NAMESPACE describe hpa NAME
#
#     For CPU and memory every container of the
#     pod needs a request, or the metric does not exist; for custom and external metrics, an
#     adapter (KEDA, prometheus-adapter) that serves them. Delete autoscalers whose workload is
#     gone.
#   remedies:
#   - state: ambiguous
#     text: |
#       Put all metrics into one of the autoscalers, where it comes from (for KEDA, as triggers of the one ScaledObject), and delete the others:
#       Kubernetes acts on none of several that select the same pods. Where they are of several workloads, give these selectors that
#       share no pods:
#
#           kubectl -n NAMESPACE get hpa
#   - state: target-gone
#     text: |
#       Let the autoscaler name a workload that is there, or delete it:
#
#           kubectl -n NAMESPACE delete hpa NAME
package kready.scaling["hpas-active"]

import data.kready.internal.conditions
import data.kready.lib

hpas := input.autoscalerSums.unwell

total := input.autoscalerSums.count

broken(h) := [c |
	some c in h.conditions
	c.type in {"AbleToScale", "ScalingActive"}
	c.status == "False"
	c.reason != "ScalingDisabled"
	past_grace(c, h)
]

past_grace(c, _) if {
	lib.known(c.since)
	lib.older(c.since, input.thresholds.pendingMinutes)
}

past_grace(c, h) if {
	not lib.known(c.since)
	lib.older(h.createdAt, input.thresholds.pendingMinutes)
}

gap contains object.union(lib.finding("HorizontalPodAutoscaler", h.namespace, h.name, condition_text(c)), state_of(c)) if {
	some h in hpas
	c := broken(h)[0]
}

gap contains lib.finding("HorizontalPodAutoscaler", h.namespace, h.name, "no controller has said anything about it") if {
	some h in hpas
	count(h.conditions) == 0
	lib.older(h.createdAt, input.thresholds.pendingMinutes)
}

state_of(c) := {"state": "ambiguous"} if c.reason == "AmbiguousSelector"

state_of(c) := {"state": "target-gone"} if target_gone(c)

state_of(c) := {} if {
	c.reason != "AmbiguousSelector"
	not target_gone(c)
}

target_gone(c) if {
	c.reason == "FailedGetScale"
	contains(c.message, "not found")
}

state contains "ambiguous" if {
	some h in hpas
	broken(h)[0].reason == "AmbiguousSelector"
}

state contains "target-gone" if {
	some h in hpas
	target_gone(broken(h)[0])
}

condition_text(c) := conditions.reason_and_message(c.reason, c.message) if c.reason != c.message

condition_text(c) := c.reason if c.reason == c.message

unknown contains lib.finding("HorizontalPodAutoscaler", h.namespace, h.name, "it carries no status") if {
	some h in hpas
	count(h.conditions) == 0
	not lib.known(h.createdAt)
}

at_maximum := input.autoscalerSums.atMaximum

skip contains "there is no HorizontalPodAutoscaler" if total == 0

amount := lib.counted(total, "autoscaler", "autoscalers")

summary.gap contains sprintf("%d of %s cannot compute", [count(gap), amount])

summary.pass contains sprintf("none of %s is without its metrics%s", [amount, limits])

limits := "" if at_maximum == 0

limits := sprintf(", %d at the maximum", [at_maximum]) if at_maximum > 0
