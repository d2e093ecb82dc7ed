# METADATA
# title: Cluster DNS is among the last to be evicted
# description: |
#   When a node runs short of memory, or a pod of higher priority needs its place, pods
#   without a priority go first. DNS must not be one of them: everything else would follow.
#
#   The workload behind the DNS Service must have the priority class
#   `system-cluster-critical` or `system-node-critical`. Other classes count as none, since
#   their value is not looked at. Skipped where the provider runs DNS.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/administer-cluster/guaranteed-scheduling-critical-addon-pods/
# custom:
#   level: configured
#   tier: should
#   requires: [dns/present]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     gap: [backends, workloads]
#     pass: [workloads/pods]
#   remediation: |
#     Set the priority class `system-cluster-critical` in the values of the add-on or chart that owns DNS, or in
#     the Deployment where nothing owns it.
#   remedies:
#   - distributions: [kubeadm, kind]
#     text: |
#       Set the class:
#
#           kubectl -n NAMESPACE patch KIND NAME --type=merge -p '{"spec":{"template":{"spec":{"priorityClassName":"system-cluster-critical"}}}}'
package kready.dns.priority

import data.kready.internal.dns
import data.kready.lib

critical := {"system-cluster-critical", "system-node-critical"}

skip contains "no workload of cluster DNS is visible" if count(dns.workloads) == 0

gap contains lib.finding(w.kind, w.namespace, w.name, class_text(w)) if {
	some w in dns.workloads
	not w.priorityClass in critical
}

class_text(w) := "its pods have no priority class" if w.priorityClass == ""

class_text(w) := sprintf("its pods have priority class %s", [w.priorityClass]) if w.priorityClass != ""

summary.gap contains "cluster DNS has an ordinary priority"

summary.pass contains sprintf("its pods have priority class %s", [concat(" and ", {w.priorityClass | some w in dns.workloads})]) if {
	count(dns.workloads) > 0
}
