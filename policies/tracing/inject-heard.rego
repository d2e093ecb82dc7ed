# METADATA
# title: OpenTelemetry is put into the pods that ask for it
# description: |
#   An annotation `instrumentation.opentelemetry.io/inject-java`, or of another language, is heard by the webhook of the OpenTelemetry
#   Operator. It takes an Instrumentation: the only one of the namespace where the annotation says `true`, or the one that it names. Without
#   the operator or the Instrumentation the pods start all the same, and send no traces.
#
#   kready looks at the annotations of pod templates and of namespaces that the service brings, for the operator, and for the
#   Instrumentation in the cluster and in the service. An Instrumentation of an image that does not fit is not noticed.
# related_resources:
# - ref: https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/
# custom:
#   subject: service
#   level: configured
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs]
#   remedies:
#   - state: operator
#     text: |
#       Have the platform install the OpenTelemetry Operator, or leave the annotation out and build the library into the service.
#   remediation: |
#     Add an Instrumentation to the namespace of the pods, or name the one that is meant (`NAMESPACE/NAME`):
#
#         kubectl get instrumentations --all-namespaces
package kready.tracing["inject-heard"]

import data.kready.internal.landing
import data.kready.internal.products
import data.kready.lib

resource := "instrumentations.opentelemetry.io"

prefix := "instrumentation.opentelemetry.io/inject-"

asks contains {"part": p, "line": p.templateLine, "namespace": p.namespace, "key": key, "value": value} if {
	some p in input.service.pods
	some key, value in p.annotations
	startswith(key, prefix)
	not value in {"", "false"}
}

asks contains {"part": o, "line": 0, "namespace": o.name, "key": key, "value": value} if {
	some o in landing.objects_of("", "Namespace")
	some key, value in o.annotations
	startswith(key, prefix)
	not value in {"", "false"}
}

skip contains "the service asks for no instrumentation of OpenTelemetry" if count(asks) == 0

on(ask, by, message) := landing.finding(ask.part, ask.line, by, sprintf("%s: %s asks for OpenTelemetry, and %s", [ask.key, ask.value, message]))

operated if {
	some impl in lib.running("tracing/operator")
	impl.name == "opentelemetry-operator"
}

operated if {
	some p in input.service.pods
	some c in p.containers
	endswith(c.image.repository, "opentelemetry-operator")
}

# instrumentations(namespace) are the names of those of a namespace, the service's own among them.
instrumentations(namespace) := there_already | brought if {
	there_already := {o.name | some o in products.objects(resource); o.namespace == namespace}
	brought := {o.name | some o in landing.objects_of("opentelemetry.io", "Instrumentation"); o.namespace == namespace}
}

# wanted(ask) is the Instrumentation that an annotation names, as [namespace, name]. It is not defined for "true".
wanted(ask) := [parts[0], parts[1]] if {
	parts := split(ask.value, "/")
	count(parts) == 2
}

wanted(ask) := [ask.namespace, ask.value] if {
	not contains(ask.value, "/")
	lower(ask.value) != "true"
}

there(ask) if {
	[namespace, name] := wanted(ask)
	name in instrumentations(namespace)
}

there(ask) if {
	not wanted(ask)
	count(instrumentations(ask.namespace)) > 0
}

missing contains ask if {
	operated
	some ask in asks
	not there(ask)
}

what(ask) := sprintf("there is no Instrumentation %s in the namespace %s", [wanted(ask)[1], wanted(ask)[0]])

what(ask) := sprintf("there is no Instrumentation in the namespace %s", [ask.namespace]) if not wanted(ask)

gap contains object.union(on(ask, "platform", "the OpenTelemetry Operator does not run"), {"state": "operator"}) if {
	not operated
	some ask in asks
}

gap contains on(ask, "service", what(ask)) if {
	products.read(resource)
	some ask in missing
}

gap contains on(ask, "service", sprintf("there are %d in the namespace %s: the operator takes none", [count(instrumentations(ask.namespace)), ask.namespace])) if {
	operated
	some ask in asks
	not wanted(ask)
	count(instrumentations(ask.namespace)) > 1
}

unknown contains on(ask, "service", sprintf("whether its Instrumentation exists is not known: %s", [why])) if {
	some ask in missing
	some why in products.unread({resource})
}

state contains "operator" if {
	some f in gap
	object.get(f, "state", "") == "operator"
}

summary.pass contains sprintf("%s, by an Instrumentation that is there", [lib.counted(count(asks), "annotation asks for OpenTelemetry", "annotations ask for OpenTelemetry")])

summary.gap contains "the service asks for OpenTelemetry and does not get it"

summary.unknown contains "whether the service gets OpenTelemetry is not known"
