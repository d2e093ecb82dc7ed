# METADATA
# title: The webhook that gives pods their identity has a ready endpoint
# description: |
#   On EKS and AKS a webhook puts the token and the role into each pod as it is created. While
#   nobody answers behind it, pods start without: on EKS in silence, since its failure policy
#   is Ignore, and the application finds out at its first call to the cloud.
#
#   kready looks for the configurations of the EKS and Azure webhooks and for the Service that
#   they call: it must exist and have a ready endpoint. A webhook that runs and that no
#   configuration calls is a gap as well. One that is called by URL, as EKS runs it in its
#   control plane, cannot be looked behind. A dead webhook that is strict refuses pods, and
#   is a gap of policy/webhook-backends. It is not tried whether a pod is given anything.
# related_resources:
# - ref: https://github.com/aws/amazon-eks-pod-identity-webhook
# - ref: https://azure.github.io/azure-workload-identity/docs/installation/mutating-admission-webhook.html
# custom:
#   level: healthy
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     Bring the webhook's pods back: `kubectl describe` the Service that the finding names and
#     the Deployment behind it. Restart the pods that were created without an identity. With
#     two ready pods behind it, `failurePolicy: Fail` for pods that ask for an identity tells
#     at once.
package kready.identity["webhook-healthy"]

import data.kready.internal.backends
import data.kready.internal.manifests
import data.kready.internal.workloads
import data.kready.lib

# implementations_by_webhook are the products by the names of their webhooks. That of EKS has had two.
implementations_by_webhook := {
	"pod-identity-webhook.amazonaws.com": "eks-pod-identity-webhook",
	"iam-for-pods.amazonaws.com": "eks-pod-identity-webhook",
	"mutation.azure-workload-identity.io": "azure-workload-identity",
}

hooks contains {"config": config.name, "hook": hook, "product": implementation} if {
	some config in input.webhooks
	config.kind == "MutatingWebhookConfiguration"
	some hook in config.webhooks
	implementation := implementations_by_webhook[hook.name]
}

backend(h) := backends.of(h.hook.serviceNamespace, h.hook.serviceName)[0]

# external holds for a webhook that is called outside of the cluster.
external(h) if h.hook.external

external(h) if {
	b := backend(h)
	b.exists
	b.external
}

backend_fault(h) := "does not exist" if {
	b := backend(h)
	not b.exists
}

backend_fault(h) := "has no ready endpoint" if {
	b := backend(h)
	b.exists
	not b.external
	b.readyEndpoints == 0
	not manifests.not_applied
}

gap contains finding if {
	some h in hooks
	not external(h)
	h.hook.failurePolicy == "Ignore"
	finding := lib.finding("MutatingWebhookConfiguration", "", h.config, sprintf("Service %s/%s %s: pods start without their identity", [
		h.hook.serviceNamespace, h.hook.serviceName, backend_fault(h),
	]))
}

gap contains finding if {
	some impl in unregistered
	some w in lib.workloads_of(impl)
	finding := lib.finding(w.kind, w.namespace, w.name, sprintf("no webhook configuration calls %s", [impl.title]))
}

# unregistered are webhooks that run, in a cluster in which nothing calls them.
unregistered contains impl if {
	not manifests.not_applied
	some impl in workloads.visible("identity/webhook")
	impl.name in {implementation | some implementation in implementations_by_webhook}
	not impl.name in {h.product | some h in hooks}
}

unknown contains finding if {
	some h in hooks
	not external(h)
	not backend(h)
	finding := lib.finding("MutatingWebhookConfiguration", "", h.config, sprintf("Service %s/%s was not looked at", [h.hook.serviceNamespace, h.hook.serviceName]))
}

unknown contains finding if {
	manifests.not_applied
	some h in in_cluster
	b := backend(h)
	b.exists
	b.readyEndpoints == 0
	finding := lib.finding("MutatingWebhookConfiguration", "", h.config, "whether it has a ready endpoint cannot be told from manifests")
}

in_cluster contains h if {
	some h in hooks
	not external(h)
}

skip contains "no identity webhook is registered" if {
	count(hooks) == 0
	count(unregistered) == 0
}

skip contains "the identity webhook is called outside of the cluster, where kready cannot look" if {
	count(hooks) > 0
	count(in_cluster) == 0
	count(unregistered) == 0
}

skip contains "the identity webhook is strict and nobody answers: see policy/webhook-backends" if {
	count(gap) == 0
	some h in in_cluster
	h.hook.failurePolicy == "Fail"
	backend_fault(h)
}

summary.pass contains sprintf("%s/%s has %s", [b.namespace, b.name, lib.counted(b.readyEndpoints, "ready endpoint", "ready endpoints")]) if {
	some h in in_cluster
	b := backend(h)
}

summary.gap contains "pods start without their identity"
