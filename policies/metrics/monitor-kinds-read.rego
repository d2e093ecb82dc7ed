# METADATA
# title: Something reads the service's monitors of providers and other products
# description: |
#   Google's and Azure's collectors, and the operator of VictoriaMetrics, read monitors of API groups of their own. Where
#   the definitions were left behind, or a chart brought them, and nothing reads them, the service is not scraped, and
#   nothing says so.
#
#   kready looks for the product that reads each such object of the service: of monitoring.googleapis.com,
#   azmonitoring.coreos.com and operator.victoriametrics.com. What the Prometheus operator reads is the matter of
#   `metrics/monitors-picked` and `metrics/rules-picked`. Which of the objects the product selects is not judged.
# related_resources:
# - ref: https://cloud.google.com/stackdriver/docs/managed-prometheus/setup-managed
# - ref: https://learn.microsoft.com/azure/azure-monitor/containers/prometheus-metrics-scrape-crd
# - ref: https://docs.victoriametrics.com/operator/resources/
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   requires: [cluster/custom-kinds]
#   standsWithout:
#     any: [workloads/cronjobs]
#   remediation: |
#     Write the monitors for what collects metrics here, or have the platform switch the product on.
package kready.metrics["monitor-kinds-read"]

import data.kready.internal.absence
import data.kready.internal.landing
import data.kready.internal.optins
import data.kready.lib

google := {"PodMonitoring", "ClusterPodMonitoring", "NodeMonitoring", "ClusterNodeMonitoring", "Rules", "ClusterRules", "GlobalRules"}

victoria := {"VMServiceScrape", "VMPodScrape", "VMNodeScrape", "VMStaticScrape", "VMScrapeConfig", "VMProbe", "VMRule"}

readers := {
	"monitoring.googleapis.com": {"kinds": google, "product": "gke-managed-prometheus", "title": "Google Cloud Managed Service for Prometheus", "images": []},
	"azmonitoring.coreos.com": {"kinds": {"ServiceMonitor", "PodMonitor"}, "product": "azure-monitor-metrics", "title": "Azure Monitor managed Prometheus", "images": []},
	"operator.victoriametrics.com": {
		"kinds": victoria, "product": "victoria-metrics-operator",
		"title": "the operator of VictoriaMetrics", "images": ["victoriametrics/operator"],
	},
}

monitors contains {"object": o, "reader": reader} if {
	some o in input.service.objects
	reader := readers[o.group]
	o.kind in reader.kinds
}

skip contains "the service has no monitor but those of the Prometheus operator" if count(monitors) == 0

strangers := absence.strangers_of({"metrics/pipeline", "metrics/operator"})

unread contains m if {
	some m in monitors
	not optins.runs(m.reader.product)
	not optins.brings(m.reader.images)
}

says(m) := sprintf("%s reads it, and does not run", [m.reader.title])

gap contains landing.finding(m.object, 0, "platform", says(m)) if {
	count(strangers) == 0
	some m in unread
}

unknown contains optins.perhaps(landing.finding(m.object, 0, "platform", says(m))) if {
	count(strangers) > 0
	some m in unread
}

counted(list) := lib.counted(count(list), "monitor", "monitors")

summary.pass contains sprintf("%s, of products that run", [counted(monitors)])

summary.gap contains sprintf("nothing reads %d of %s", [count(unread), counted(monitors)])

summary.unknown contains sprintf("whether anything reads %d of %s is not known", [count(unread), counted(monitors)])
