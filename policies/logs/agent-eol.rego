# METADATA
# title: The log agent is maintained
# description: |
#   A log agent runs on every node, as root or close to it, and reads what every container
#   writes. One that gets no fixes any more is a risk that grows, and its backends move on
#   without it: Promtail is the known case, replaced by Alloy.
#
#   kready compares the agent with the catalogue's record of retired products, and its version
#   with the table of supported releases, where upstream publishes one.
# related_resources:
# - ref: https://grafana.com/docs/loki/latest/send-data/
# - ref: https://endoflife.date/fluent-bit
# custom:
#   level: healthy
#   tier: should
#   requires: [logs/collector]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, nodes]
#     gap: [workloads]
#     pass: [workloads/pods]
#   remediation: |
#     Upgrade the agent to a supported release. Move from Promtail to Alloy, which reads its
#     configuration: `alloy convert --source-format=promtail`.
package kready.logs["agent-eol"]

import data.kready.internal.lifecycle
import data.kready.lib

agents contains impl if {
	some impl in lib.running("logs/agent")
	impl.state == "running"
}

gap contains finding if {
	some impl in agents
	lifecycle.retired(impl)
	some w in impl.workloads
	w.kind == "DaemonSet"
	finding := lib.finding(w.kind, object.get(w, "namespace", ""), w.name, sprintf("%s was %s on %s", [impl.title, impl.lifecycle.state, impl.lifecycle.since]))
}

gap contains finding if {
	some impl in agents
	not lifecycle.retired(impl)
	lifecycle.unsupported(impl.name, impl.version)
	some w in impl.workloads
	w.kind == "DaemonSet"
	finding := lib.finding(w.kind, object.get(w, "namespace", ""), w.name, sprintf("%s was supported until %s", [lib.named(impl), lifecycle.end_of_life(impl.name, impl.version)]))
}

skip contains "the provider maintains the agent" if count(agents) == 0

old contains impl if {
	some impl in agents
	lifecycle.retired(impl)
}

old contains impl if {
	some impl in agents
	lifecycle.unsupported(impl.name, impl.version)
}

summary contains sprintf("nothing says that %s is out of support", [lib.names(agents)]) if count(old) == 0

summary contains sprintf("%s is out of support", [lib.names(old)]) if count(old) > 0
