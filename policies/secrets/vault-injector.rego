# METADATA
# title: The Vault agent injector has a ready endpoint
# description: |
#   The injector adds an agent to pods that ask for secrets. Its webhook is installed with
#   `failurePolicy: Ignore`: while nobody answers, such pods are created all the same, without
#   the agent and without secrets, and the application fails in ways that name neither.
#
#   kready asks that the Service behind each of its webhooks has a ready endpoint. A webhook
#   with `failurePolicy: Fail` stops the pods instead; that is reported by
#   `policy/webhook-backends` and not repeated here. The check applies where the injector's
#   webhook is registered.
# related_resources:
# - ref: https://developer.hashicorp.com/vault/docs/platform/k8s/injector
# custom:
#   level: healthy
#   tier: must
#   requires: [secrets/mechanism]
#   since: 0.1.0
#   remediation: |
#     Bring the injector's pods back, and run two replicas. Set `injector.failurePolicy=Fail` in
#     the chart, so that a pod without its secrets is refused instead of started.
package kready.secrets["vault-injector"]

import data.kready.internal.backends
import data.kready.internal.manifests
import data.kready.lib

hooks contains {"kind": config.kind, "config": config.name, "hook": hook} if {
	some config in input.webhooks
	some hook in config.webhooks
	hook.name == "vault.hashicorp.com"
	not hook.external
}

ignoring_hooks contains h if {
	some h in hooks
	h.hook.failurePolicy == "Ignore"
}

behind(hook) := backends.of(hook.serviceNamespace, hook.serviceName)

answers(hook) if {
	some b in behind(hook)
	b.readyEndpoints > 0
}

gap contains finding if {
	not manifests.without_endpoints
	some h in ignoring_hooks
	count(behind(h.hook)) > 0
	not answers(h.hook)
	finding := lib.finding(h.kind, "", h.config, sprintf("Service %s/%s has no ready endpoint, and the webhook ignores failures", [
		h.hook.serviceNamespace,
		h.hook.serviceName,
	]))
}

unknown contains finding if {
	some h in ignoring_hooks
	count(behind(h.hook)) == 0
	finding := lib.finding(h.kind, "", h.config, sprintf("Service %s/%s was not looked at", [h.hook.serviceNamespace, h.hook.serviceName]))
}

unknown contains finding if {
	manifests.without_endpoints
	some h in ignoring_hooks
	not answers(h.hook)
	finding := lib.finding(h.kind, "", h.config, "whether its Service has ready endpoints cannot be told from manifests")
}

skip contains "no webhook of the Vault agent injector is registered" if count(hooks) == 0

skip contains "its webhook refuses pods when nobody answers: policy/webhook-backends judges it" if {
	count(hooks) > 0
	count(ignoring_hooks) == 0
}

summary.pass contains "the injector has a ready endpoint; without one, pods would start without secrets"

summary.gap contains "pods start without the secrets that they ask for"
