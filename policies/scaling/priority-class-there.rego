# METADATA
# title: The PriorityClass of the service's pods is there
# description: |
#   Pods that name a PriorityClass which does not exist are refused when they are made. The Deployment itself is
#   accepted, and has no pods.
#
#   A PriorityClass that the service brings counts as there, and Kubernetes makes `system-node-critical` and
#   `system-cluster-critical`. Managed clusters may allow these two in other namespaces than `kube-system` only by a
#   ResourceQuota, which is not read: there the answer is unknown.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
# - ref: https://kubernetes.io/docs/concepts/policy/resource-quotas/#limit-priority-class-consumption-by-default
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   remediation: |
#     Add the PriorityClass to the manifests, leave the name out, or name one that is there:
#
#         kubectl get priorityclass
package kready.scaling["priority-class-there"]

import data.kready.internal.landing
import data.kready.lib

named := [p | some p in input.service.pods; p.priorityClass != ""]

skip contains "no pod of the service names a PriorityClass" if count(named) == 0

system := {"system-node-critical", "system-cluster-critical"}

there(name) if name in system

there(name) if {
	some c in input.priorityClasses
	c.name == name
}

there(name) if landing.brought("scheduling.k8s.io", "PriorityClass", "", name)

gap contains landing.finding(p, p.priorityClassLine, "service", sprintf("its PriorityClass %s does not exist: its pods are refused", [p.priorityClass])) if {
	some p in named
	not there(p.priorityClass)
}

unknown contains landing.finding(p, p.priorityClassLine, "platform", sprintf("whether the cluster allows %s in the namespace %s is not known", [p.priorityClass, p.namespace])) if {
	input.distribution.managed
	some p in named
	p.priorityClass in system
	p.namespace != "kube-system"
}

summary.pass contains sprintf("%s, each of a PriorityClass that is there", [lib.counted(count(named), "pod template", "pod templates")])

summary.gap contains sprintf("%s refused", [lib.counted(count(gap), "workload's pods are", "workloads' pods are")])

summary.unknown contains "whether the service may use its PriorityClass is not known"
