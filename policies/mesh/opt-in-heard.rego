# METADATA
# title: The mesh that the service asks for is there
# description: |
#   A label or an annotation that asks for a mesh's proxy is heard by the mesh's injector alone. Where the mesh, or
#   the revision that is named, is not there, the pods start without a proxy and nothing says so: their
#   traffic is not encrypted, policies do not hold, and peers that demand mutual TLS refuse them.
#
#   kready looks at the labels and annotations of pod templates, workloads and namespaces that the service brings:
#   those of Istio (sidecars, revisions and ambient mode), Linkerd, Consul and Kuma. What namespaces that are in
#   the cluster already ask for is not looked at. Where a workload of that mesh's control plane has no ready pod, this is a
#   gap as well. A mesh that the service brings itself counts as there.
# related_resources:
# - ref: https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
# - ref: https://istio.io/latest/docs/setup/upgrade/canary/
# - ref: https://linkerd.io/2/features/proxy-injection/
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   requires: [mesh/control-plane]
#   standsWithout:
#     any: [workloads/cronjobs]
#   remedies:
#   - state: revision
#     text: |
#       Name a revision or a tag that an injector of the cluster is for:
#
#           kubectl get mutatingwebhookconfigurations -L istio.io/rev,istio.io/tag
#   remediation: |
#     Have the platform install the mesh, or leave the label or annotation out where the service does without.
package kready.mesh["opt-in-heard"]

import data.kready.internal.absence
import data.kready.internal.landing
import data.kready.internal.optins
import data.kready.internal.workloads
import data.kready.lib

istio := {"product": "istio", "title": "Istio", "images": ["pilot"], "what": "a sidecar of Istio"}

table := [
	object.union(istio, {"key": "sidecar.istio.io/inject", "values": ["true"]}),
	object.union(istio, {"key": "istio-injection", "values": ["enabled"]}),
	object.union(istio, {"key": revision, "values": []}),
	object.union(istio, {"key": "istio.io/dataplane-mode", "values": ["ambient"], "what": "Istio's ambient mesh"}),
	{"key": "linkerd.io/inject", "values": ["enabled", "ingress"], "product": "linkerd", "title": "Linkerd", "images": ["linkerd/controller"], "what": "a proxy of Linkerd"},
	{"key": "consul.hashicorp.com/connect-inject", "values": ["true"], "product": "consul", "title": "Consul", "images": ["consul-k8s-control-plane"], "what": "a proxy of Consul"},
	{"key": "kuma.io/sidecar-injection", "values": ["enabled", "true"], "product": "kuma", "title": "Kuma", "images": ["kuma-cp"], "what": "a sidecar of Kuma"},
]

revision := "istio.io/rev"

skip contains "the service asks for no mesh" if count(optins.said(table)) == 0

strangers := absence.possible("mesh/control-plane")

gap contains finding if {
	count(strangers) == 0
	some finding in optins.unheard(table)
}

# Istio makes an injector for each revision and each tag.
gap contains object.union(landing.finding(ask.part, ask.line, "service", message), {"state": "revision"}) if {
	count(revisions) > 0
	optins.runs("istio")
	some ask in optins.said(table)
	ask.key == revision
	not ask.value in revisions
	message := sprintf("%s: %s names a revision or tag that no injector of Istio is for: there %s %s", [revision, ask.value, lib.are(count(revisions)), lib.shortened(sort(revisions))])
}

unknown contains optins.perhaps(finding) if {
	count(strangers) > 0
	some finding in optins.unheard(table)
}

# revisions are those that injectors are for, as their selectors say.
revisions contains value if {
	some config in input.webhooks
	some hook in config.webhooks
	endswith(hook.name, "sidecar-injector.istio.io")
	some selector in [hook.namespaces, hook.objects]
	some r in selector.requirements
	r.key == revision
	r.operator == "In"
	some value in r.values
}

# An injector of one replica hears the service as well as one of two.
needy contains finding if {
	not all_ready
	some finding in optins.heard(table)
}

all_ready if {
	every impl in workloads.visible("mesh/control-plane") {
		count(workloads.down(impl)) == 0
		count(workloads.without_status(impl)) == 0
	}
}

state contains "revision" if {
	some f in gap
	object.get(f, "state", "") == "revision"
}

summary.pass contains sprintf("%s for a mesh that is there", [optins.asked(table)])

summary.gap contains "the service asks for a mesh that does not hear it"

summary.unknown contains "whether a mesh hears the service is not known"
