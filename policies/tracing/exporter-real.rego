# METADATA
# title: Collectors pass on what they are sent
# description: |
#   The `debug` exporter, which all examples have, writes spans to the collector's own log: a collector with no other
#   one accepts everything, looks healthy, and keeps nothing.
#
#   kready looks at the pipelines of OpenTelemetryCollectors: one of their exporters must be another than `debug`,
#   `logging` or `nop`. What runs as a sidecar, or was configured by a ConfigMap as the Helm chart of the collector
#   does, is not read; neither is whether what it sends arrives.
# related_resources:
# - ref: https://opentelemetry.io/docs/collector/configuration/#exporters
# - ref: https://github.com/open-telemetry/opentelemetry-collector/tree/main/exporter/debugexporter
# custom:
#   level: configured
#   tier: should
#   since: 0.2.0
#   remediation: |
#     Add an exporter to where traces are kept, and name it in the pipelines:
#
#         kubectl -n NAMESPACE edit opentelemetrycollector NAME
package kready.tracing["exporter-real"]

import data.kready.internal.products
import data.kready.lib

kind := "opentelemetrycollectors.opentelemetry.io"

pipelines := "spec.config.service.pipelines[].exporters"

# collectors are those that pods of their own run.
collectors := [c | some c in products.objects(kind); products.value(c, "spec.mode") != "sidecar"]

exporters(c) := {e | some e in products.values(c, pipelines); e != ""}

# shown are the exporters that keep nothing.
shown(exporter) if split(exporter, "/")[0] in {"debug", "logging", "nop"}

idle contains c if {
	some c in collectors
	count(exporters(c)) > 0
	every e in exporters(c) {
		shown(e)
	}
}

gap contains lib.finding("OpenTelemetryCollector", c.namespace, c.name, sprintf("its pipelines end at %s: what it is sent goes no further", [concat(" and ", sort(exporters(c)))])) if {
	some c in idle
}

unknown contains {"message": text} if {
	products.served(kind)
	some text in products.unread({kind})
}

# In v1alpha1 the configuration is one text.
unknown contains lib.finding("OpenTelemetryCollector", c.namespace, c.name, "its pipelines could not be told: its configuration is a text, as in v1alpha1, or has none") if {
	some c in collectors
	count(exporters(c)) == 0
}

skip contains "there is no OpenTelemetryCollector with pods of its own" if {
	count(collectors) == 0
	not unclear
}

unclear if {
	products.served(kind)
	not products.read(kind)
}

summary.pass contains sprintf("%s an exporter that passes on what comes", [lib.counted(count(collectors), "OpenTelemetryCollector has", "OpenTelemetryCollectors have")])

summary.gap contains sprintf("%s nothing on", [lib.counted(count(idle), "OpenTelemetryCollector passes", "OpenTelemetryCollectors pass")])

summary.unknown contains "whether collectors pass on what they are sent is not known"
