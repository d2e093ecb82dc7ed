# METADATA
# title: A log agent is there that reads the nodes' logs
# description: |
#   Container logs are files on the node. They are gone with the pod, the rotation or the
#   node, and Kubernetes ships nothing that keeps them. A service that lands without a
#   collector is one that nobody can look into after it crashed.
#
#   kready looks for a DaemonSet of a known agent that mounts the node's log folders. Whether its
#   pods are ready is asked by `logs/coverage`; where it sends what it reads is in its
#   configuration, which is not read. The name
#   of an image says little: Vector, Fluent Bit, Alloy and the OpenTelemetry collector also
#   run as aggregators or for metrics, and then collect nothing from nodes. Alloy can read the logs of
#   pods from the API instead, as its configuration says: then, and where an agent is
#   not recognised, the answer is unknown. On clusters of nothing but virtual nodes, such
#   as Fargate, the provider's log router cannot be seen and the check does not apply.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/cluster-administration/logging/#cluster-level-logging-architectures
# - ref: https://grafana.com/docs/alloy/latest/reference/components/loki/loki.source.kubernetes/
# custom:
#   level: present
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     asked: [nodes]
#     pass: [workloads]
#   remediation: |
#     Install an agent as a DaemonSet with the node's `/var/log` mounted and tolerations for
#     all taints: Fluent Bit, Vector (`role: Agent`), Alloy, the OpenTelemetry collector with
#     the filelog receiver, or your log vendor's own.
package kready.logs.collector

import data.kready.internal.absence
import data.kready.internal.unread
import data.kready.internal.workloads
import data.kready.lib

agents contains impl if {
	some impl in lib.running("logs/agent")
	impl.state == "hidden"
}

agents contains impl if {
	some impl in lib.running("logs/agent")
	some ref in impl.workloads
	ref.kind == "DaemonSet"
}

# possible are DaemonSets that mount the logs of nodes and that nothing recognises, and products that may read
# logs from the API, as their configuration says.
possible contains finding if {
	count(agents) == 0
	some finding in absence.possible("logs/agent")
}

# idle_agents are agents that run in a form that collects nothing from nodes.
idle_agents contains impl if {
	some role in ["logs/agent", "logs/aggregator"]
	some impl in workloads.visible(role)
	not impl in agents
}

virtual_only if {
	not unread.incomplete("nodes")
	count(input.nodeKinds) > 0
	every n in input.nodeKinds {
		n.virtual
	}
}

skip contains "all nodes are virtual: no agent can run on them, and the provider's log router cannot be seen" if {
	count(agents) == 0
	virtual_only
}

# agents_run holds when there is a node on which an agent can run: DaemonSets have pods on no other.
agents_run if not unread.incomplete("nodes")

agents_run if {
	some w in input.workloads
	w.kind == "DaemonSet"
	w.ready > 0
}

missing if {
	agents_run
	count(agents) == 0
	count(possible) == 0
	not absence.expected("logs/agent")
}

gap contains {"message": "no DaemonSet of a known log agent reads the nodes' logs"} if missing

gap contains finding if {
	missing
	some impl in idle_agents
	some w in impl.workloads
	finding := lib.finding(w.kind, object.get(w, "namespace", ""), w.name, sprintf("%s runs as %s: it collects nothing from nodes", [impl.title, kind_text(w.kind)]))
}

gap contains finding if {
	missing
	some finding in absence.findings("logs/agent")
}

gap contains {"message": sprintf("%s runs, and no agent that it would make", [lib.names(operators)])} if {
	missing
	operators := lib.running("logs/operator")
	count(operators) > 0
}

kind_text("DaemonSet") := "a DaemonSet without the nodes' log folders"

kind_text("StatefulSet") := "an aggregator (StatefulSet)"

kind_text(kind) := sprintf("a %s", [kind]) if not kind in {"DaemonSet", "StatefulSet"}

unknown contains finding if some finding in possible

unknown contains unread.finding("nodes") if {
	count(agents) == 0
	not agents_run
}

unknown contains {"message": sprintf("%s is asked for; whether it comes up cannot be told from manifests", [who])} if {
	count(agents) == 0
	count(possible) == 0
	who := absence.expected("logs/agent")
}

summary contains sprintf("%s reads the nodes' logs", [lib.names(agents)]) if count(agents) > 0

summary contains "no known agent collects the logs of the nodes" if {
	missing
	count(idle_agents) == 0
}

summary contains sprintf("%s is there, and collects nothing from nodes", [lib.names(idle_agents)]) if {
	missing
	count(idle_agents) > 0
}

summary contains "whether the logs of pods are collected is not known" if count(possible) > 0
