# METADATA
# title: Every pod finds a node
# description: |
#   A pod that no node takes is a sign that the cluster is full, or that a node pool, a zone or
#   a kind of device is missing. The next service meets the same wall, and so do the pods
#   of a node that fails.
#
#   kready reads the pods in phase Pending that the scheduler has found Unschedulable for five
#   minutes, with its message, and those of which no scheduler has said a word for as long: it is
#   away, or they ask for one that is not there. Left out are placeholders for spare room (a negative priority),
#   pods with scheduling gates, and pods that wait for a volume. It does not see why
#   an autoscaler adds no node.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/debug/debug-application/debug-pods/
# - ref: https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/
# custom:
#   level: healthy
#   tier: should
#   requires: [cluster/nodes-ready]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads]
#     gap: [pendingPods]
#   remediation: |
#     Read the scheduler's message. For want of CPU or memory, add nodes, raise the autoscaler's
#     limit, or lower the requests. Else mend the selector, affinity or toleration that fits
#     no node.
#   remedies:
#   - state: unseen
#     text: |
#       See whether a scheduler of that name is at work (`cluster/control-plane-live` judges
#       Kubernetes' own), and which one the pods ask for:
#
#           kubectl -n kube-system get lease kube-scheduler
#           kubectl -n NAMESPACE get pods -o custom-columns=POD:.metadata.name,SCHEDULER:.spec.schedulerName
package kready.scaling.unschedulable

import data.kready.internal.conditions
import data.kready.internal.manifests
import data.kready.internal.pods
import data.kready.lib

without_node := [p |
	some p in pods.long_pending
	p.reason == "Unschedulable"
	p.priority >= 0
	not contains(lower(p.message), "persistentvolumeclaim")
]

gap contains finding if {
	some p in without_node
	finding := lib.finding(p.kind, p.namespace, p.name, conditions.reason_and_message(sprintf("%s no node", [pods_find(p.count)]), p.message))
}

gap contains finding if {
	some p in unseen
	finding := lib.finding(p.kind, p.namespace, p.name, sprintf("%s has looked at %s for more than %s", [
		scheduler(object.get(p, "scheduler", "")),
		lib.counted(p.count, "pod", "pods"),
		lib.counted(input.thresholds.podPendingMinutes, "minute", "minutes"),
	]))
}

# unseen are the pods that no scheduler has looked at.
unseen := [p |
	some p in pods.long_pending
	p.unseen
	p.priority >= 0
]

scheduler("") := "no scheduler"

scheduler(name) := sprintf("no scheduler named %s", [name]) if name != ""

state contains "unseen" if count(unseen) > 0

pods_find(1) := "1 pod finds"

pods_find(n) := sprintf("%d pods find", [n]) if n != 1

unknown contains {"message": "rendered manifests hold no pods that could be placed"} if manifests.not_applied

summary.pass contains sprintf("no pod has waited for a node for %s", [lib.counted(input.thresholds.podPendingMinutes, "minute", "minutes")])

amount := sum([p.count | some p in array.concat(without_node, unseen)])

workloads contains [p.kind, p.namespace, p.name] if some p in array.concat(without_node, unseen)

summary.gap contains sprintf("%s no node", [pods_find(amount)]) if amount == 1

summary.gap contains sprintf("%d pods of %s find no node", [amount, lib.counted(count(workloads), "workload", "workloads")]) if {
	amount != 1
}

summary.unknown contains "the manifests carry no status"
