# METADATA
# title: A collector of metrics runs
# description: |
#   The metrics API knows the last minute. Errors, latencies, saturation, and everything an
#   alert is made of, have to be scraped and kept by a pipeline that Kubernetes does not ship.
#   A service that lands without one fails before anybody knows.
#
#   kready looks for a running collector: Prometheus, VictoriaMetrics,
#   a vendor's agent, the providers' managed ones. CRDs of the
#   Prometheus operator prove nothing: many charts bring them, and ServiceMonitors then exist
#   that nobody reads. Alloy and the OpenTelemetry collector do as their configuration says, which is not read: where
#   there is nothing else, the answer is unknown. Whether its pods are ready is asked by `metrics/prometheus-healthy`;
#   whether it has targets, and what of them it keeps, is not seen. On EKS a collector of Amazon Managed Prometheus can run outside of the
#   cluster and leave no trace in it, so there the answer is unknown instead of a gap.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/cluster-administration/system-metrics/
# - ref: https://prometheus-operator.dev/docs/getting-started/introduction/
# custom:
#   level: present
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads, nodes]
#   remediation: |
#     Install kube-prometheus-stack, which brings Prometheus, its operator, Alertmanager and
#     the usual exporters. If metrics are
#     collected from outside, waive the check and say by what.
#   remedies:
#   - distributions: [gke]
#     text: |
#       Turn on the provider's collection, or install kube-prometheus-stack. If metrics are collected
#       from outside, waive the check and say by what.
#
#           gcloud container clusters update CLUSTER --enable-managed-prometheus
#   - distributions: [aks]
#     text: |
#       Turn on the provider's collection, or install kube-prometheus-stack. If metrics are collected
#       from outside, waive the check and say by what.
#
#           az aks update --resource-group GROUP --name CLUSTER --enable-azure-monitor-metrics
#   - distributions: [openshift]
#     text: |
#       The cluster's own monitoring collects metrics. See why it does not run:
#
#           oc describe clusteroperator monitoring
package kready.metrics.pipeline

import data.kready.internal.absence
import data.kready.lib

collectors := lib.running("metrics/pipeline")

absent if {
	count(collectors) == 0
	count(absence.possible("metrics/pipeline")) == 0
	not absence.expected("metrics/pipeline")
}

missing if {
	absent
	input.distribution.name != "eks"
}

gap contains {"message": "no known metrics collector runs in this cluster"} if missing

gap contains finding if {
	missing
	some finding in absence.findings("metrics/pipeline")
}

gap contains {"message": sprintf("%s runs, and no collector that it would make", [lib.names(operators)])} if {
	missing
	operators := lib.running("metrics/operator")
	count(operators) > 0
}

unknown contains finding if {
	count(collectors) == 0
	some finding in absence.possible("metrics/pipeline")
}

unknown contains {"message": "no collector runs in this cluster; one of Amazon Managed Prometheus would leave no trace in it"} if {
	absent
	input.distribution.name == "eks"
}

unknown contains {"message": sprintf("%s is asked for; whether it comes up cannot be told from manifests", [who])} if {
	count(collectors) == 0
	who := absence.expected("metrics/pipeline")
}

summary contains sprintf("%s is there", [lib.names(collectors)]) if count(collectors) > 0

summary contains "no known collector of metrics runs in this cluster" if missing
