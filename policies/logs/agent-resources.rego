# METADATA
# title: Log agents request what they need and are not the first to be evicted
# description: |
#   A log agent's memory grows with the lines of its node. One that requests nothing is the
#   first to be evicted when the node runs short, just when its logs matter most.
#
#   Each log agent's DaemonSet must request memory and have a priority class. Whether the
#   numbers fit the size of the nodes is not judged. Agents that the provider runs are left
#   out.
# related_resources:
# - ref: https://kubernetes.io/docs/setup/best-practices/cluster-large/#addon-resources
# custom:
#   level: configured
#   tier: could
#   requires: [logs/collector]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     gap: [workloads]
#     pass: [workloads/pods]
#   remediation: |
#     Set `resources` and `priorityClassName: system-node-critical` in the values of the agent's
#     chart. Start with the memory that `kubectl top pods` shows on the busiest node, and half as
#     much again for the limit.
package kready.logs["agent-resources"]

import data.kready.internal.critical
import data.kready.lib

agents contains w if {
	some impl in lib.running("logs/agent")
	some w in lib.workloads_of(impl)
	w.kind == "DaemonSet"
	not critical.provider_managed(w)
}

gap contains lib.finding(w.kind, w.namespace, w.name, "it requests no memory") if {
	some w in agents
	w.requestedMemory == 0
}

gap contains lib.finding(w.kind, w.namespace, w.name, "it has no priority class") if {
	some w in agents
	w.priorityClass == ""
}

skip contains "the agents run where kready cannot see them" if count(agents) == 0

summary.gap contains "log agents are among the first to be evicted"

summary.pass contains sprintf("%s memory and a priority", [lib.counted(count(agents), "log agent has", "log agents have")]) if {
	count(agents) > 0
}
