# METADATA
# title: Nothing runs in the namespace default
# description: |
#   What is applied without a namespace lands in `default`. Whatever runs there shares its NetworkPolicies, quotas,
#   Pod Security level and rights with all that lands by mistake, and the namespace cannot be deleted to clean up.
#
#   kready counts Deployments, StatefulSets, DaemonSets and CronJobs in it. Pods and Jobs that nothing of these owns
#   are not looked at.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces
# custom:
#   level: configured
#   tier: could
#   since: 0.2.0
#   standsWithout:
#     gap: [workloads]
#     any: [workloads/pods]
#   remediation: |
#     Give what runs there a namespace of its own: apply it with `-n`, or name the namespace in the manifests, and
#     delete it here. These are the workloads:
#
#         kubectl -n default get deployments,statefulsets,daemonsets,cronjobs
package kready.policy["ns-default"]

import data.kready.internal.manifests
import data.kready.lib

known := [w | some w in input.workloads; w.namespace == "default"; w.kind in {"CronJob", "DaemonSet", "Deployment", "StatefulSet"}]

summed := sum([a.workloads | some a in input.applications.namespaces; a.name == "default"])

total := count(known) + summed

gap contains lib.finding("Namespace", "", "default", sprintf("%s in it", [lib.counted(total, "workload runs", "workloads run")])) if total > 0

skip contains "the manifests are not applied" if manifests.not_applied

skip contains "there is no workload" if {
	count(input.workloads) == 0
	input.applications.workloads == 0
}

summary.pass contains "no workload runs in default"

summary.gap contains "services share the namespace default"
