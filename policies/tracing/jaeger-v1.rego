# METADATA
# title: No Jaeger of version 1 runs
# description: |
#   Jaeger 1 ended on 2025-12-31: no fix comes for what is found in it, and it stands open to
#   every service that sends spans. Jaeger 2 is another program, built on the OpenTelemetry
#   Collector, with another configuration: the move is not one of tags, and does not get
#   easier by waiting.
#
#   kready reads the version from the image of each Jaeger, and compares the day of judgement
#   (`--as-of`) with the dated table. Where the tag tells no version, the image's name does:
#   `all-in-one`, `jaeger-collector` and their like were only made of Jaeger 1. A sidecar agent
#   in an application's own pods is not looked at.
# related_resources:
# - ref: https://www.jaegertracing.io/docs/latest/
# - ref: https://endoflife.date/jaeger
# custom:
#   level: healthy
#   tier: could
#   requires: [tracing/collector]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods, nodes]
#     gap: [workloads]
#   remediation: |
#     Run Jaeger 2 (`jaegertracing/jaeger`) beside the old one on the same storage, send new
#     spans there over OTLP, and remove Jaeger 1 when its traces have aged out. The Jaeger
#     Operator runs only version 1; the OpenTelemetry Operator runs version 2.
package kready.tracing["jaeger-v1"]

import data.kready.lib

jaegers contains impl if {
	some impl in lib.running("tracing/store")
	impl.name == "jaeger"
}

# major is the major version: of the version itself, or else by the image's name.
major(impl) := trim_prefix(regex.find_n(`^v?[0-9]+`, impl.version, 1)[0], "v")

major(impl) := "1" if {
	not regex.match(`^v?[0-9]`, impl.version)
	some w in lib.workloads_of(impl)
	some c in w.containers
	regex.match(`(^|/)(all-in-one|jaeger-(all-in-one|collector|query|ingester|agent))$`, c.image.repository)
}

major(impl) := "2" if {
	not regex.match(`^v?[0-9]`, impl.version)
	some w in lib.workloads_of(impl)
	some c in w.containers
	regex.match(`(^|/)jaegertracing/jaeger$`, c.image.repository)
}

# ended is the last day of Jaeger 1, when it is past.
ended := day if {
	some t in input.tables.support
	t.name == "jaeger"
	some r in t.releases
	r.name == "1"
	lib.known(r.endOfLife)
	day := substring(r.endOfLife, 0, 10)
	day < substring(input.asOf, 0, 10)
}

old contains impl if {
	some impl in jaegers
	major(impl) == "1"
}

gap contains lib.finding(w.kind, object.get(w, "namespace", ""), w.name, sprintf("%s: Jaeger 1 was supported until %s", [lib.named(impl), ended])) if {
	some impl in old
	some w in array.slice(impl.workloads, 0, 1)
}

gap contains {"message": sprintf("%s: Jaeger 1 was supported until %s", [lib.named(impl), ended])} if {
	some impl in old
	count(impl.workloads) == 0
}

unknown contains {"message": "the version of Jaeger is not known: neither tag nor name of its image tells"} if {
	some impl in jaegers
	not major(impl)
}

skip contains "no Jaeger runs here" if count(jaegers) == 0

summary.gap contains sprintf("%s is out of support since %s", [lib.names(old), ended]) if count(old) > 0

summary.pass contains sprintf("%s is of a version that is supported", [lib.names(jaegers)]) if count(jaegers) > 0

summary.unknown contains "the version of Jaeger is not known"
