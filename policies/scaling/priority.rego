# METADATA
# title: Add-ons that everybody waits for have a priority of their own
# description: |
#   On a full cluster a pod without a priority waits for room like all others, and is evicted
#   like all others. When the network agent of a new node, or the ingress controller after a
#   node was lost, is the one that waits, everything waits.
#
#   kready reads `priorityClassName` of the network's and service proxy's DaemonSets, of ingress
#   controllers, and of Deployments that the API server calls. It must be
#   `system-node-critical`, `system-cluster-critical` or a class with a value above zero.
#   Cluster DNS is the matter of `dns/priority`. What a provider puts into system namespaces is
#   left out. Whether your own services have classes is told and not judged.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
# - ref: https://kubernetes.io/docs/tasks/administer-cluster/guaranteed-scheduling-critical-addon-pods/
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads/pods]
#     gap: [workloads/pods]
#   remediation: |
#     Set `priorityClassName` in the chart's values: `system-node-critical` for agents of nodes,
#     `system-cluster-critical` for the others. Some providers allow these two in a namespace
#     only with a ResourceQuota for them; a PriorityClass of your own, with a value above those
#     of your services, needs none.
package kready.scaling.priority

import data.kready.internal.critical
import data.kready.internal.dns
import data.kready.lib

judged contains w if {
	some w in critical.workloads
	not w in {server | some server in dns.workloads}
}

judged contains w if {
	some role in ["network/cni", "network/service-proxy"]
	some impl in lib.running(role)
	some w in lib.workloads_of(impl)
	w.kind == "DaemonSet"
	not critical.provider_managed(w)
}

values := {c.name: c.value | some c in input.priorityClasses}

fault(w) := "it has no priority class" if w.priorityClass == ""

fault(w) := sprintf("its priority class %s does not exist", [w.priorityClass]) if {
	w.priorityClass != ""
	not startswith(w.priorityClass, "system-")
	not w.priorityClass in object.keys(values)
}

fault(w) := sprintf("its priority class %s has value %d", [w.priorityClass, values[w.priorityClass]]) if {
	values[w.priorityClass] <= 0
}

gap contains lib.finding(w.kind, w.namespace, w.name, fault(w)) if some w in judged

skip contains "no add-on is known that everybody waits for" if count(judged) == 0

own := [c | some c in input.priorityClasses; not startswith(c.name, "system-")]

classes := "and there is no class for services" if count(own) == 0

classes := sprintf("and services can choose from %s", [lib.counted(count(own), "class", "classes")]) if count(own) > 0

summary.gap contains sprintf("%s no priority of their own", [lib.counted(count(gap), "add-on has", "add-ons have")]) if count(gap) > 1

summary.gap contains "1 add-on has no priority of its own" if count(gap) == 1

summary.pass contains sprintf("%s a priority, %s", [lib.counted(count(judged), "add-on has", "add-ons have"), classes]) if {
	count(judged) > 0
}
