# METADATA
# title: Metrics survive a restart of Prometheus
# description: |
#   Without a volume of its own, Prometheus keeps its samples in the pod's emptyDir. When the
#   pod is moved, by an upgrade or a drain, all of them are gone, and alerts and objectives
#   that look back over days start from nothing.
#
#   Each Prometheus must have `spec.storage` with a volume claim, send its samples elsewhere
#   by `spec.remoteWrite`, or upload its blocks with a Thanos sidecar. A PrometheusAgent keeps
#   nothing by design, so that it must have `remoteWrite`.
#
#   kready sees only what the Prometheus operator runs, and not whether the receiver of a
#   remote write keeps anything.
# related_resources:
# - ref: https://prometheus-operator.dev/docs/platform/storage/
# - ref: https://prometheus.io/docs/prometheus/latest/storage/
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     gap: [prometheuses]
#   remediation: |
#     Give the Prometheus a `spec.storage.volumeClaimTemplate` (in kube-prometheus-stack:
#     `prometheus.prometheusSpec.storageSpec`), or a `spec.remoteWrite` to a store that lasts.
#     What is in the emptyDir is lost at the change.
#   remedies:
#   - distributions: [openshift]
#     text: |
#       Its operator writes the Prometheus of openshift-monitoring: set
#       `prometheusK8s.volumeClaimTemplate` under `config.yaml` of the ConfigMap, which may have to be
#       made. What is in the emptyDir is lost at the change. For one of your own, set `spec.storage`.
#
#           oc -n openshift-monitoring edit configmap cluster-monitoring-config
package kready.metrics.retention

import data.kready.lib

servers := [p | some p in input.prometheuses; p.kind in {"Prometheus", "PrometheusAgent"}]

persistence(p) := "keeps samples on a volume claim" if {
	p.kind == "Prometheus"
	p.storage == "claim"
} else := "writes to a remote store" if {
	p.remoteWrites > 0
} else := "uploads its blocks" if {
	p.objectStorage
}

gap contains finding if {
	some p in servers
	not persistence(p)
	finding := lib.finding(p.kind, p.namespace, p.name, loss_text(p))
}

loss_text(p) := "it sends samples nowhere, and an agent keeps none" if p.kind == "PrometheusAgent"

loss_text(p) := "its samples are in an ephemeral volume, which goes with the pod" if {
	p.kind == "Prometheus"
	p.storage == "ephemeral"
}

loss_text(p) := "its samples are in an emptyDir, which goes with the pod" if {
	p.kind == "Prometheus"
	p.storage != "ephemeral"
}

skip contains "the Prometheus operator runs no Prometheus here" if count(servers) == 0

summary.pass contains sprintf("%s/%s %s%s", [p.namespace, p.name, persistence(p), days(p)]) if some p in servers

days(p) := sprintf(" for %s", [p.retention]) if {
	persistence(p) == "keeps samples on a volume claim"
	p.retention != ""
} else := ""

summary.gap contains sprintf("%d of %s %s samples with the pod", [count(gap), lib.counted(count(servers), "server", "servers"), lose(count(gap))]) if {
	count(gap) > 1
}

summary.gap contains "1 Prometheus loses its samples with the pod" if count(gap) == 1

lose(1) := "loses its"

lose(n) := "lose their" if n != 1
