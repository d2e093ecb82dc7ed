# METADATA
# title: Something scrapes what the service marks with prometheus.io/scrape
# description: |
#   The annotation `prometheus.io/scrape` is a custom, no API: a Prometheus scrapes such pods and Services when its configuration looks for the
#   annotation, as that of the prometheus chart does. Servers of the Prometheus Operator take ServiceMonitors and PodMonitors, and pass the
#   annotation by; the service's metrics are not there, and nothing says so.
#
#   kready asks for anything that scrapes at all. What its configuration looks for is not read: where servers of the operator
#   are all there is, and where the service brings a monitor of that operator beside the annotation, that is what counts.
# related_resources:
# - ref: https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus#scraping-pod-metrics-via-annotations
# - ref: https://prometheus-operator.dev/docs/developer/getting-started/
# custom:
#   subject: service
#   level: configured
#   tier: could
#   since: 0.2.0
#   requires: [metrics/pipeline]
#   standsWithout:
#     any: [workloads/cronjobs]
#   remediation: |
#     Add a ServiceMonitor or a PodMonitor that a Prometheus of the cluster takes:
#
#         kubectl get prometheuses --all-namespaces
package kready.metrics["annotations-heard"]

import data.kready.internal.landing
import data.kready.lib

key := "prometheus.io/scrape"

marked contains {"part": p, "line": p.templateLine} if {
	some p in input.service.pods
	p.annotations[key] == "true"
}

marked contains {"part": o, "line": 0} if {
	some o in landing.objects_of("", "Service")
	o.annotations[key] == "true"
}

skip contains "the service marks nothing with prometheus.io/scrape" if count(marked) == 0

# monitors are those that the service brings.
monitors := [o | some o in input.service.objects; o.group == "monitoring.coreos.com"; o.kind in {"ServiceMonitor", "PodMonitor"}]

# others are the pipelines besides the servers of the Prometheus Operator.
others := [impl | some impl in lib.running("metrics/pipeline"); impl.name != "prometheus"]

operated if count(input.prometheuses) > 0

operators_alone := concat(" ", [
	"prometheus.io/scrape asks to be scraped, and the servers that were found are those of the Prometheus Operator:",
	"they look for monitors, unless a Secret gives them more",
])

unknown contains landing.finding(m.part, m.line, "service", operators_alone) if {
	operated
	count(others) == 0
	count(monitors) == 0
	some m in marked
}

needy contains landing.finding(m.part, m.line, "platform", "prometheus.io/scrape asks to be scraped") if some m in marked

summary.pass contains sprintf("%s, and something scrapes that may look for it", [lib.counted(count(marked), "object is marked", "objects are marked")]) if count(monitors) == 0

summary.pass contains "the service brings monitors beside the annotation" if count(monitors) > 0

summary.unknown contains "whether anything looks for prometheus.io/scrape is not known"
