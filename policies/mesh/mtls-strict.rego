# METADATA
# title: The mesh is set to refuse plain text
# description: |
#   A mesh encrypts what its own pods say to each other, and by default still takes plain text
#   from everybody else. Whoever gets a pod into the cluster can then talk to every service, and
#   rules that go by the caller's identity find none to go by.
#
#   For Istio, kready looks for a PeerAuthentication without a selector in the root namespace;
#   its mode must be STRICT, and without one the mode is PERMISSIVE. Ambient mode heeds it too.
#   For Linkerd, the default inbound policy of the destination controller must be
#   `all-authenticated`, `cluster-authenticated` or `deny`. What lifts the rule for a namespace
#   or some pods is mentioned and is no gap: a service that is being moved needs it. Linkerd's
#   Servers and policies for single services are not read, nor are those of other meshes.
# related_resources:
# - ref: https://istio.io/latest/docs/reference/config/security/peer_authentication/
# - ref: https://istio.io/latest/docs/tasks/security/authentication/mtls-migration/
# - ref: https://linkerd.io/2/features/server-policy/
# custom:
#   level: configured
#   tier: must
#   requires: [mesh/present]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     Move the callers into the mesh first. Then, for Istio:
#
#         apiVersion: security.istio.io/v1
#         kind: PeerAuthentication
#         metadata: {name: default, namespace: istio-system}
#         spec: {mtls: {mode: STRICT}}
#
#     For Linkerd: `linkerd upgrade --set proxy.defaultInboundPolicy=all-authenticated`.
package kready.mesh["mtls-strict"]

import data.kready.internal.meshes
import data.kready.lib

# rule is the mesh-wide PeerAuthentication of a root namespace: Istio heeds the oldest.
rule(root) := sort([[p.createdAt, p.name, p.mode] |
	some p in input.peerAuthentications
	p.namespace == root
	not p.selective
])[0]

gap contains {"message": message} if {
	some root in meshes.roots
	not rule(root)
	message := sprintf("no PeerAuthentication in %s is meant for the whole mesh, so that its mode is PERMISSIVE", [root])
}

gap contains finding if {
	some root in meshes.roots
	rule(root)[2] != "STRICT"
	finding := lib.finding("PeerAuthentication", root, rule(root)[1], sprintf("the mode of the whole mesh is %s", [mode_text(rule(root)[2])]))
}

gap contains finding if {
	some w in meshes.destinations
	some policy in (meshes.linkerd_policies(w) - strict_policies)
	finding := lib.finding(w.kind, w.namespace, w.name, sprintf("the default inbound policy is %s", [policy]))
}

mode_text("UNSET") := "not set, which means PERMISSIVE"

mode_text(mode) := mode if mode != "UNSET"

strict_policies := {"all-authenticated", "cluster-authenticated", "deny"}

unknown contains finding if {
	some w in meshes.destinations
	count(meshes.linkerd_policies(w)) == 0
	finding := lib.finding(w.kind, w.namespace, w.name, "it does not say what the default inbound policy is")
}

# exceptions are where the mesh-wide rule is lifted.
exceptions contains sprintf("%s/%s", [p.namespace, p.name]) if {
	meshes.installed("istio")
	some p in input.peerAuthentications
	not meshwide(p)
	some mode in ({p.mode} | {port.value | some port in p.ports})
	mode in {"PERMISSIVE", "DISABLE"}
}

exceptions contains sprintf("namespace %s", [ns.name]) if {
	meshes.installed("linkerd")
	some ns in input.namespaces
	policy := ns.annotations["config.linkerd.io/default-inbound-policy"]
	not policy in strict_policies
}

meshwide(p) if {
	p.namespace in meshes.roots
	not p.selective
}

skip contains "how this mesh is told to refuse plain text is not known" if {
	not meshes.installed("istio")
	not meshes.installed("linkerd")
}

summary.pass contains sprintf("%s is set to refuse plain text%s", [lib.names(meshes.control_planes), exceptions_text])

exceptions_text := "" if count(exceptions) == 0

exceptions_text := sprintf("; lifted by %s", [lib.shortened(sort(exceptions))]) if count(exceptions) > 0

summary.gap contains sprintf("%s takes plain text from outside of the mesh", [lib.names(meshes.control_planes)])

summary.unknown contains "the default policy of the mesh is not known"
