# METADATA
# title: The state of objects and of hosts is exported as metrics
# description: |
#   Most alerts of a platform are about objects (a Deployment without its replicas, a Job that
#   failed, a volume that fills up) and about hosts (disk, memory, clock). Prometheus knows
#   neither by itself: kube-state-metrics and node-exporter tell it.
#
#   kready looks for both beside Prometheus and its kin. Agents of monitoring vendors bring
#   their own, and so do the providers' managed pipelines: there the check does not apply.
# related_resources:
# - ref: https://github.com/kubernetes/kube-state-metrics
# - ref: https://github.com/prometheus/node_exporter
# custom:
#   level: present
#   tier: should
#   requires: [metrics/pipeline]
#   since: 0.1.0
#   remediation: |
#     Install kube-state-metrics and node-exporter, each with a ServiceMonitor or scrape
#     annotation; kube-prometheus-stack brings both. Give node-exporter tolerations for all
#     taints.
package kready.metrics["ksm-node-exporter"]

import data.kready.lib

# self_built are pipelines that get from exporters what they know of objects and hosts.
self_built contains impl if {
	some impl in lib.running("metrics/pipeline")
	impl.state == "running"
	regex.match(`^(prometheus|victoria-metrics|grafana-agent|thanos|opentelemetry-collector|alloy)`, impl.name)
}

runs(name) if {
	some impl in input.inventory
	impl.name == name
	impl.state in {"running", "hidden"}
}

gap contains {"message": "kube-state-metrics does not run: the state of objects is not exported"} if {
	not runs("kube-state-metrics")
}

gap contains {"message": "node-exporter does not run: the state of hosts is not exported"} if not runs("node-exporter")

skip contains "the metrics pipeline here brings its own" if count(self_built) == 0

missing contains name if {
	some name in ["kube-state-metrics", "node-exporter"]
	not runs(name)
}

summary contains "kube-state-metrics and node-exporter run" if count(missing) == 0

summary contains sprintf("there is no %s", [concat(" and no ", missing)]) if count(missing) > 0
