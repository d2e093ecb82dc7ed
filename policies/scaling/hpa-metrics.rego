# METADATA
# title: The metrics by which the service scales are there
# description: |
#   A HorizontalPodAutoscaler without its metrics does nothing: it shows `<unknown>`, and the number of pods
#   stays as it is while the load grows.
#
#   kready asks what `metrics/resource-metrics` found of the cluster where an autoscaler scales by CPU or
#   memory, as one does that names no metric, or KEDA by a trigger `cpu` or `memory`, and whether that API answers. For other metrics of pods and objects, and for external ones,
#   an API of its own has to be served: whether the metric is among what it serves is not asked.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-metrics-apis
# custom:
#   subject: service
#   level: configured
#   tier: must
#   requires: [metrics/resource-metrics]
#   since: 0.2.0
#   remedies:
#   - state: unavailable
#     text: |
#       Have the platform see why the API does not answer: the condition of its APIService says it.
#
#           kubectl get apiservices
#   remediation: |
#     Have the platform install metrics-server, or for other metrics an adapter (prometheus-adapter, KEDA).
package kready.scaling["hpa-metrics"]

import data.kready.internal.landing
import data.kready.lib

autoscalers := landing.objects_of("autoscaling", "HorizontalPodAutoscaler")

# types are the kinds of metrics that an autoscaler names, with their lines. Without any it is CPU.
types(hpa) := named if {
	named := [{"type": f.value, "line": f.line} | some f in landing.values(hpa, "spec.metrics[].type")]
	count(named) > 0
} else := [{"type": "Resource", "line": landing.line(hpa, "spec.targetCPUUtilizationPercentage")}]

apis := {
	"Resource": "metrics.k8s.io", "ContainerResource": "metrics.k8s.io",
	"Pods": "custom.metrics.k8s.io", "Object": "custom.metrics.k8s.io", "External": "external.metrics.k8s.io",
}

# judged are those that the required check does not speak of.
judged := object.remove(apis, {"Resource", "ContainerResource"})

# triggers are those by which KEDA makes autoscalers that scale by CPU or memory.
triggers := [t |
	some t in input.service.triggers
	t.kind == "ScaledObject"
	t.type in {"cpu", "memory"}
]

skip contains "the service has no HorizontalPodAutoscaler, and no trigger of KEDA by CPU or memory" if count(autoscalers) + count(triggers) == 0

needy contains landing.finding(t, t.triggerLine, "platform", sprintf("its trigger %s scales by CPU or memory", [t.type])) if some t in triggers

needy contains landing.finding(hpa, t.line, "platform", "it scales by CPU or memory") if {
	some hpa in autoscalers
	some t in types(hpa)
	t.type in {"Resource", "ContainerResource"}
}

registered(api) := {a.available | some a in input.apiServices; a.group == api}

gap contains landing.finding(hpa, t.line, "platform", sprintf("it scales by a metric of type %s, and no APIService serves %s", [t.type, judged[t.type]])) if {
	some hpa in autoscalers
	some t in types(hpa)
	count(registered(judged[t.type])) == 0
}

# The required check leaves an API that is registered and does not answer to another one.
gap contains object.union(landing.finding(hpa, t.line, "platform", sprintf("it scales by a metric of type %s, and %s is not available", [t.type, apis[t.type]])), {"state": "unavailable"}) if {
	some hpa in autoscalers
	some t in types(hpa)
	registered(apis[t.type]) == {"False"}
}

gap contains object.union(
	landing.finding(t, t.triggerLine, "platform", sprintf("its trigger %s scales by a metric of metrics.k8s.io, which is not available", [t.type])),
	{"state": "unavailable"},
) if {
	registered("metrics.k8s.io") == {"False"}
	some t in triggers
}

unknown contains landing.finding(hpa, t.line, "platform", sprintf("it scales by a metric of type %s, and whether %s is available is not known", [t.type, judged[t.type]])) if {
	some hpa in autoscalers
	some t in types(hpa)
	count(registered(judged[t.type])) > 0
	not "True" in registered(judged[t.type])
	registered(judged[t.type]) != {"False"}
}

state contains "unavailable" if {
	some f in gap
	object.get(f, "state", "") == "unavailable"
}

summary.pass contains sprintf("%s, by metrics that an API serves", [lib.counted(count(autoscalers) + count({t.name | some t in triggers}), "autoscaler", "autoscalers")])

summary.gap contains "the service would not scale"

summary.unknown contains "whether the service can scale is not known"
