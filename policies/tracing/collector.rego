# METADATA
# title: A collector or store of traces runs
# description: |
#   A service that lands with tracing switched on sends its spans to a collector. Where there
#   is none they are dropped, mostly without a word, and the request that was slow at night
#   cannot be followed from one service to the next.
#
#   kready looks for a collector with a ready pod, or for a store that takes spans itself. An operator
#   alone is neither, nor are CRDs, nor is a collector that runs as a sidecar of one
#   application. Whether it accepts a span and passes it on is not tried. It cannot see
#   applications that send straight to a vendor outside of the cluster. Without a profile that
#   asks for tracing, its absence is no gap.
# related_resources:
# - ref: https://opentelemetry.io/docs/platforms/kubernetes/
# - ref: https://opentelemetry.io/docs/collector/
# custom:
#   level: present
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads, nodes]
#   remediation: |
#     Install the OpenTelemetry Collector with a receiver for OTLP and an exporter to where
#     your traces are kept. If your applications send to a vendor by themselves, or this
#     cluster needs no traces, say so in kready.yaml: `tracing: {want: none, reason: …}`.
package kready.tracing.collector

import data.kready.internal.absence
import data.kready.internal.presence
import data.kready.lib

receivers := lib.running("tracing/collector") | lib.running("tracing/store")

expected contains absence.expected("tracing/collector")

expected contains absence.expected("tracing/store")

missing if {
	count(receivers) == 0
	count(expected) == 0
}

gap contains {"message": "no collector or store of traces that kready knows runs in this cluster"} if missing

gap contains finding if {
	missing
	some role in ["tracing/collector", "tracing/store"]
	some finding in absence.findings(role)
}

gap contains {"message": sprintf("%s runs, and nothing that takes spans: an operator alone collects nothing", [lib.names(operators)])} if {
	missing
	operators := lib.running("tracing/operator")
	count(operators) > 0
}

gap contains finding if some finding in presence.down(receivers)

unknown contains {"message": sprintf("%s is asked for; whether it comes up cannot be told from manifests", [who])} if {
	count(receivers) == 0
	some who in expected
}

summary contains sprintf("%s %s there", [lib.names(receivers), lib.are(count(receivers))]) if {
	count(receivers) > 0
	not presence.all_down(receivers)
}

summary contains sprintf("%s %s installed, without a ready pod", [lib.names(receivers), lib.are(count(receivers))]) if {
	presence.all_down(receivers)
}

summary contains "no known collector or store of traces runs in this cluster" if missing
