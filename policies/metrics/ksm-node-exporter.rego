# METADATA
# title: kube-state-metrics is ready, and node-exporter on every node
# description: |
#   Most alerts of a platform are about objects (a Deployment without its replicas, a Job that
#   failed, a volume that fills up) and about hosts (disk, memory, clock). Prometheus knows
#   neither by itself: kube-state-metrics and node-exporter tell it.
#
#   kready looks for both beside Prometheus and its kin: for a ready pod of kube-state-metrics,
#   and for a ready node-exporter on each Linux node, counted against the list of nodes. Whether
#   their figures are scraped is asked by `metrics/monitors-selected`. Agents of monitoring vendors bring
#   their own, and so do the providers' managed pipelines: there the check does not apply.
# related_resources:
# - ref: https://github.com/kubernetes/kube-state-metrics
# - ref: https://github.com/prometheus/node_exporter
# custom:
#   level: healthy
#   tier: should
#   requires: [metrics/pipeline]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads/pods]
#     gap: [workloads/pods]
#   remediation: |
#     Install kube-state-metrics and node-exporter, each with a ServiceMonitor or scrape
#     annotation; kube-prometheus-stack brings both. Give node-exporter tolerations for all
#     taints.
#   remedies:
#   - state: not-ready
#     text: |
#       See why its pods are not there or not ready. node-exporter needs a namespace whose Pod
#       Security level is privileged, and tolerations for all taints:
#
#           kubectl -n NAMESPACE describe KIND NAME
package kready.metrics["ksm-node-exporter"]

import data.kready.internal.agents
import data.kready.internal.nodes
import data.kready.internal.workloads
import data.kready.lib

# self_built are pipelines that get from exporters what they know of objects and hosts.
self_built contains impl if {
	some impl in lib.running("metrics/pipeline")
	impl.state == "running"
	regex.match(`^(prometheus|victoria-metrics|grafana-agent|thanos|opentelemetry-collector|alloy)`, impl.name)
}

running(name) := {impl |
	some impl in input.inventory
	impl.name == name
	impl.state in {"running", "hidden"}
}

gap contains {"message": "kube-state-metrics does not run: the state of objects is not exported"} if {
	count(running("kube-state-metrics")) == 0
}

gap contains {"message": "node-exporter does not run: the state of hosts is not exported"} if count(running("node-exporter")) == 0

# Several instances share the work: one that is ready is enough.
gap contains finding if {
	all_down(running("kube-state-metrics"))
	some impl in running("kube-state-metrics")
	some finding in workloads.down(impl)
}

gap contains finding if {
	all_down(hosts)
	some impl in hosts
	some finding in workloads.down(impl)
}

gap contains finding if {
	not all_down(hosts)
	some finding in agents.uncovered_findings(hosts)
}

hosts := running("node-exporter")

all_down(impls) if {
	count(impls) > 0
	every impl in impls {
		count(workloads.down(impl)) > 0
	}
}

unknown contains finding if {
	some name in ["kube-state-metrics", "node-exporter"]
	some impl in running(name)
	some finding in workloads.without_status(impl)
}

unknown contains {"message": "the pods of node-exporter were not read: on which nodes it is ready is not known"} if {
	some impl in workloads_seen
	not impl in agents.counted(hosts)
}

unknown contains {"message": nodes.too_young} if {
	count(agents.counted(hosts)) > 0
	nodes.agent_count == 0
}

# workloads_seen are those node-exporters whose DaemonSets carry a status.
workloads_seen contains impl if {
	some impl in hosts
	impl.state == "running"
	count(workloads.without_status(impl)) == 0
}

state contains "not-ready" if {
	count(missing) == 0
}

skip contains "the metrics pipeline here brings its own" if count(self_built) == 0

missing contains name if {
	some name in ["kube-state-metrics", "node-exporter"]
	count(running(name)) == 0
}

not_ready contains name if {
	some name in ["kube-state-metrics", "node-exporter"]
	all_down(running(name))
}

summary.pass contains sprintf("kube-state-metrics is ready, and node-exporter on every node that it can be expected on%s", [nodes.left_out])

summary.gap contains concat("; ", [text | some text in [missing_text, down_text, uncovered_text]; text != ""])

missing_text := "" if count(missing) == 0

missing_text := sprintf("there is no %s", [concat(" and no ", missing)]) if count(missing) > 0

down_text := "" if count(not_ready) == 0

down_text := sprintf("no pod of %s is ready", [concat(" or ", not_ready)]) if count(not_ready) > 0

uncovered_text := "" if {
	count(agents.uncovered(hosts)) == 0
} else := "" if {
	all_down(hosts)
} else := sprintf("%s no ready node-exporter", [lib.counted(count(agents.uncovered(hosts)), "node has", "nodes have")])

summary.unknown contains "whether the exporters run everywhere is not known"
