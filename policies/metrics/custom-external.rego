# METADATA
# title: The APIs of custom and external metrics are served by whoever autoscalers count on
# description: |
#   An autoscaler that goes by anything but CPU and memory asks an API that an add-on serves: `custom.metrics.k8s.io` for metrics of
#   pods and objects, `external.metrics.k8s.io` for the others. Each is one registration in the cluster. Where nobody serves it, the
#   autoscaler stays as it is. Where two add-ons are there for it, such as KEDA and an adapter for Prometheus, the last that was
#   installed has the registration, and the autoscalers of the other ask somebody who does not know their metrics.
#
#   kready looks at autoscalers that cannot compute and name such a metric, and, where KEDA runs with ScaledObjects that
#   scale by more than CPU and memory, whether the registration leads to KEDA's namespace. Whether what serves an API is
#   available is asked by `cluster/apiservices-available`, and whether single autoscalers get their metric by `scaling/hpas-active`.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-metrics-apis
# - ref: https://keda.sh/docs/latest/troubleshooting/
# custom:
#   level: healthy
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     Install what serves the metric: an adapter for your metrics, such as prometheus-adapter, or KEDA for external ones.
#
#         kubectl get apiservices | grep metrics.k8s.io
#   remedies:
#   - state: taken
#     text: |
#       Decide which of the two serves external metrics. To leave them to KEDA, turn them off in the other (prometheus-adapter: no
#       `rules.external` in its values; Datadog: `clusterAgent.metricsProvider.enabled=false`), and apply KEDA's chart or manifests
#       again, which write the registration:
#
#           kubectl get apiservice v1beta1.external.metrics.k8s.io -o yaml
package kready.metrics["custom-external"]

import data.kready.internal.products
import data.kready.lib

external := "external.metrics.k8s.io"

scaled_objects := "scaledobjects.keda.sh"

# apis are who answers for kinds of metrics.
apis := {"External": external, "Object": "custom.metrics.k8s.io", "Pods": "custom.metrics.k8s.io"}

registrations(group) := [a |
	some a in input.apiServices
	a.group == group
	not a.local
]

# KEDA's own, where they can be seen.
keda contains w if {
	some impl in lib.running("scaling/events")
	impl.name == "keda"
	some w in lib.workloads_of(impl)
}

# asking are the ScaledObjects whose metrics KEDA has to serve. CPU and memory are those of metrics-server.
asking := [o |
	count(keda) > 0
	some o in products.objects(scaled_objects)
	some type in products.values(o, "spec.triggers[].type")
	not type in {"cpu", "memory"}
]

of_keda(a) if {
	some w in keda
	w.namespace == a.serviceNamespace
}

taken := [a |
	count(asking) > 0
	some a in registrations(external)
	not of_keda(a)
]

# A ScaledObject has triggers: where none was kept, an older kready took the snapshot.
unsaid contains o if {
	count(keda) > 0
	some o in products.objects(scaled_objects)
	count(products.values(o, "spec.triggers[].type")) == 0
}

served contains api if {
	some api in apis
	count(registrations(api)) > 0
}

amount := lib.counted(count(asking), "ScaledObject", "ScaledObjects")

gap contains lib.finding("HorizontalPodAutoscaler", h.namespace, h.name, sprintf("it scales by %s, and nobody serves %s", [metric, api])) if {
	some h in input.autoscalerSums.unwell
	some c in h.conditions
	c.type == "ScalingActive"
	c.status == "False"
	some metric in h.metrics
	api := apis[split(metric, "/")[0]]
	count(registrations(api)) == 0
}

gap contains object.union(
	lib.finding("APIService", "", a.name, sprintf("it leads to Service %s/%s and not to KEDA, which has %s to serve", [a.serviceNamespace, a.serviceName, amount])),
	{"state": "taken"},
) if {
	some a in taken
}

gap contains {"message": sprintf("KEDA runs with %s, and nobody serves %s", [amount, external])} if {
	count(asking) > 0
	count(registrations(external)) == 0
}

unknown contains {"message": text} if {
	count(keda) > 0
	some text in products.unread({scaled_objects})
}

unknown contains {"message": sprintf("the snapshot does not say by what %s", [lib.counted(count(unsaid), "ScaledObject scales", "ScaledObjects scale")])} if count(unsaid) > 0

state contains "taken" if count(taken) > 0

skip contains "nothing here scales by custom or external metrics, as far as can be seen, and no API for them is registered" if {
	count(gap) == 0
	count(unknown) == 0
	count(served) == 0
}

summary.pass contains sprintf("%s: %s", [api, concat(", ", {sprintf("%s/%s", [a.serviceNamespace, a.serviceName]) | some a in registrations(api)})]) if some api in served

summary.gap contains "autoscalers ask for metrics that nobody here serves"

summary.unknown contains "what KEDA has to serve is not known"
