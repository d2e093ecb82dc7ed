# METADATA
# title: What is to be instrumented is, when its pods are made
# description: |
#   The OpenTelemetry Operator adds its agents to pods when they are created, by a webhook. Where the webhook is gone
#   or nobody answers behind it, pods start all the same, as its `failurePolicy` is Ignore: without agents, and
#   nothing says so.
#
#   Where there is an Instrumentation, kready looks for the operator's webhook for pods and for a ready endpoint
#   behind it. Pods that were made before are not looked at; nor is whether an agent works.
# related_resources:
# - ref: https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/
# - ref: https://opentelemetry.io/docs/platforms/kubernetes/operator/troubleshooting/automatic/
# custom:
#   level: healthy
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     Install the OpenTelemetry Operator, or delete the Instrumentations when nobody wants them any more. Then create
#     anew the pods that were to be instrumented.
#   remedies:
#   - state: no-endpoint
#     text: |
#       See why no pod is ready behind the Service of the webhook:
#
#           kubectl -n NAMESPACE describe service SERVICE
#
#       When it answers again, create anew the pods that were made meanwhile: `kubectl rollout restart`.
package kready.tracing["operator-webhook"]

import data.kready.internal.backends
import data.kready.internal.manifests
import data.kready.internal.products
import data.kready.lib

kind := "instrumentations.opentelemetry.io"

instrumentations := products.objects(kind)

operators := lib.running("tracing/operator")

# hooks are the operator's webhooks for pods: mpod.kb.io is their name in all of its manifests, and OLM adds to it.
# https://github.com/open-telemetry/opentelemetry-operator/blob/main/config/webhook/manifests.yaml
hooks contains {"config": config.name, "hook": hook} if {
	some config in input.webhooks
	config.kind == "MutatingWebhookConfiguration"
	some hook in config.webhooks
	startswith(hook.name, "mpod.kb.io")
	of_operator(config, hook)
}

of_operator(config, _) if contains(config.name, "opentelemetry")

of_operator(_, hook) if {
	some impl in operators
	impl.name == "opentelemetry-operator"
	some w in impl.workloads
	w.namespace == hook.serviceNamespace
}

backend(hook) := backends.of(hook.serviceNamespace, hook.serviceName)[0]

# deaf are the webhooks that nobody answers behind, and that API servers go on without.
deaf contains h.hook if {
	some h in hooks
	not h.hook.external
	h.hook.failurePolicy == "Ignore"
	backend(h.hook).readyEndpoints == 0
}

unclear if {
	products.served(kind)
	not products.read(kind)
}

applied if not manifests.without_endpoints

counted := lib.counted(count(instrumentations), "Instrumentation is", "Instrumentations are")

gap contains {"message": sprintf("%s there, and no webhook of the OpenTelemetry Operator for pods: none is instrumented", [counted])} if {
	count(hooks) == 0
	count(instrumentations) > 0
	not manifests.not_applied
}

gap contains object.union(finding, {"state": "no-endpoint"}) if {
	count(instrumentations) > 0
	applied
	some hook in deaf
	finding := lib.finding("Service", hook.serviceNamespace, hook.serviceName, "it has no ready endpoint, and the webhook that adds agents to pods is ignored then: pods start without")
}

state contains "no-endpoint" if {
	count(instrumentations) > 0
	applied
	count(deaf) > 0
}

unknown contains {"message": text} if {
	products.served(kind)
	some text in products.unread({kind})
}

skip contains "there is no Instrumentation" if {
	count(instrumentations) == 0
	not unclear
}

skip contains "the manifests are not applied" if manifests.not_applied

summary.pass contains sprintf("the webhook that adds agents to pods is there, and somebody answers; %s there", [counted])

summary.gap contains "pods start without the agents that they are to have"

summary.unknown contains "whether anything is to be instrumented is not known"
