# METADATA
# title: Kubernetes Events are kept
# description: |
#   Events say why a pod was not scheduled, killed or refused, and the API server forgets them
#   after an hour. Whoever looks into last night's outage in the morning finds none.
#
#   kready looks for a product that exports Events. Alloy, the OpenTelemetry collector, Fluent
#   Bit, Datadog and others can do it when their configuration says so, which is not read:
#   with one of them the answer is unknown. GKE keeps Events by itself.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
# - ref: https://opentelemetry.io/docs/platforms/kubernetes/collector/components/
# custom:
#   level: present
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads, nodes]
#   remediation: |
#     Let an agent do it, in one replica: `loki.source.kubernetes_events` (Alloy),
#     the `k8s_events` or `k8sobjects` receiver (OpenTelemetry collector), the
#     `kubernetes_events` input (Fluent Bit). Otherwise install kubernetes-event-exporter.
package kready.logs.events

import data.kready.internal.absence
import data.kready.lib

exporters := lib.running("logs/events")

# possible_exporters are products that export Events when they are configured to.
possible_exporters contains impl if {
	some impl in input.inventory
	impl.state in {"running", "hidden"}
	impl.name in {
		"adot-collector", "alloy", "aws-cloudwatch-observability", "azure-monitor-agent", "datadog", "dynatrace-oneagent",
		"elastic-agent", "fluent-bit", "grafana-agent", "instana-agent", "newrelic-infrastructure", "newrelic-k8s-otel-collector",
		"newrelic-logging", "opentelemetry-collector", "splunk-connect", "splunk-otel-collector", "sumologic",
		"logging-operator",
	}
}

provider_exports if input.distribution.name == "gke"

missing if {
	not provider_exports
	count(exporters) == 0
	count(possible_exporters) == 0
	count(absence.possible("logs/events")) == 0
}

gap contains {"message": "nothing that is known to export Events runs in this cluster"} if missing

gap contains finding if {
	missing
	some finding in absence.findings("logs/events")
}

unknown contains finding if {
	not provider_exports
	count(exporters) == 0
	some finding in absence.possible("logs/events")
}

unknown contains {"message": sprintf("%s can export Events; whether it does is in its configuration, which is not read", [lib.names(possible_exporters)])} if {
	not provider_exports
	count(exporters) == 0
	count(possible_exporters) > 0
}

summary contains sprintf("%s exports Events", [lib.names(exporters)]) if count(exporters) > 0

summary contains "GKE keeps Events in Cloud Logging" if {
	provider_exports
	count(exporters) == 0
}

summary contains "Events are forgotten after an hour" if missing
