# METADATA
# title: The injector of the mesh fails open, or has what failing closed takes
# description: |
#   The API server asks the mesh's injector about every pod that joins the mesh. When it is
#   told to fail without an answer, no such pod starts while the injector is away. With one
#   pod of it, the loss of a node stops every rollout and every move of pods, the injector's own
#   among them.
#
#   kready reads the failure policy of Istio's and Linkerd's injection webhooks and counts the
#   ready endpoints behind them: `Fail` asks for two, where there is more than one node. With
#   `Fail`, Linkerd's must leave out kube-system as well, by its selector or by the namespace's
#   label, or the cluster cannot start its own parts. With `Ignore`, pods start without a proxy
#   while the injector is away; that is a choice, and no gap.
# related_resources:
# - ref: https://linkerd.io/2/features/ha/#proxy-injector-failure-policy
# - ref: https://istio.io/latest/docs/ops/common-problems/injection/
# - ref: https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/
# custom:
#   level: configured
#   tier: should
#   requires: [mesh/control-plane]
#   since: 0.1.0
#   remediation: |
#     Run two pods or more of it (`autoscaleMin: 2` in istiod's chart, Linkerd's `--ha`). For
#     Linkerd: `kubectl label namespace kube-system config.linkerd.io/admission-webhooks=disabled`.
package kready.mesh["injector-policy"]

import data.kready.internal.backends
import data.kready.internal.nodes
import data.kready.lib

# injectors are the webhooks of a configuration that fail without an answer.
injectors := [{"config": config.name, "hook": h} |
	some config in input.webhooks
	config.kind == "MutatingWebhookConfiguration"
	some h in config.webhooks
	injects(h.name)
]

strict := [i | some i in injectors; i.hook.failurePolicy == "Fail"]

injects("linkerd-proxy-injector.linkerd.io")

injects(name) if endswith(name, "sidecar-injector.istio.io")

gap contains finding if {
	nodes.open_count > 1
	some i in strict
	some b in backends.of(i.hook.serviceNamespace, i.hook.serviceName)
	b.readyEndpoints == 1
	finding := of(i, "pods of the mesh do not start without it, and it has one ready pod")
}

gap contains finding if {
	some i in strict
	i.hook.name == "linkerd-proxy-injector.linkerd.io"
	not spares_system(i.hook.namespaces)
	finding := of(i, "it fails closed, and is asked about the pods of kube-system too")
}

spares_system(selector) if {
	some e in selector.requirements
	e.key == "kubernetes.io/metadata.name"
	e.operator == "NotIn"
	"kube-system" in e.values
}

spares_system(selector) if {
	some e in selector.requirements
	e.key == "config.linkerd.io/admission-webhooks"
	e.operator == "NotIn"
	some ns in input.namespaces
	ns.name == "kube-system"
	ns.labels["config.linkerd.io/admission-webhooks"] in e.values
}

skip contains "no injector of Istio or Linkerd is registered" if count(injectors) == 0

of(i, message) := lib.finding("MutatingWebhookConfiguration", "", i.config, message)

summary.pass contains "the injector fails open" if count(strict) == 0

summary.pass contains "the injector fails closed, and has what that takes" if count(strict) > 0

summary.gap contains "the loss of the injector stops pods from starting"
