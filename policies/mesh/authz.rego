# METADATA
# title: The mesh lets no call through that no policy allows
# description: |
#   Mutual TLS tells a service who calls it. Whether that caller may, somebody has to say: without any policy, a mesh lets every
#   caller through.
#
#   Where `kready.yaml` says that calls need a policy that allows them (`intents.mesh.defaultDeny`), kready looks for the policy that
#   closes by default. For Istio that is an AuthorizationPolicy without a selector whose action is ALLOW and that does not allow
#   everything, such as one with an empty spec: in the root namespace for the whole mesh, or in each namespace whose pods are in the
#   mesh. For Linkerd it is the default inbound policy `deny` of the destination controller; a namespace's annotation may lift it.
#   Policies for single services, and Linkerd's Servers, are not looked at; nor are other meshes.
# related_resources:
# - ref: https://istio.io/latest/docs/reference/config/security/authorization-policy/
# - ref: https://istio.io/latest/docs/ops/best-practices/security/#use-default-deny-patterns
# - ref: https://linkerd.io/2/features/server-policy/
# custom:
#   level: configured
#   tier: could
#   requires: [mesh/present]
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     Write down first who calls whom, allow that, and close the rest last. For Istio, in its root namespace:
#
#         apiVersion: security.istio.io/v1
#         kind: AuthorizationPolicy
#         metadata: {name: allow-nothing, namespace: istio-system}
#         spec: {}
#
#     For Linkerd: `linkerd upgrade --set proxy.defaultInboundPolicy=deny`.
package kready.mesh.authz

import data.kready.internal.meshes
import data.kready.lib

wanted if input.intent.mesh.defaultDeny

in_namespace(namespace) := [input.authorizationPolicies[i] | some i, _ in for_all[namespace]]

# for_all is where the policies for all pods of a namespace stand, by namespace.
for_all := object.union_n([{p.namespace: {i: true}} | some i, p in input.authorizationPolicies; not p.selective])

# Where one policy allows something, what none allows is denied. One that denies everything does so too.
closes(namespace) if {
	not opens(namespace)
	some p in in_namespace(namespace)
	p.action == "ALLOW"
}

closes(namespace) if {
	some p in in_namespace(namespace)
	p.action == "DENY"
	p.open
}

# A policy that allows everything leaves nothing to deny.
opens(namespace) if {
	some p in in_namespace(namespace)
	p.action == "ALLOW"
	p.open
}

meshwide if {
	some root in meshes.roots
	closes(root)
}

gap contains {"message": sprintf("no AuthorizationPolicy in %s closes the mesh by default", [concat(", ", sort([root | some root in meshes.roots]))])} if {
	wanted
	meshes.installed("istio")
	not meshwide
	count(meshes.enrolled) == 0
}

gap contains lib.finding("Namespace", "", name, "no AuthorizationPolicy closes it by default, and none closes the whole mesh") if {
	wanted
	meshes.installed("istio")
	not meshwide
	some name in meshes.enrolled
	not closes(name)
}

# What the whole mesh closes, a namespace may open for itself.
gap contains lib.finding("Namespace", "", name, "an AuthorizationPolicy there allows everything") if {
	wanted
	meshwide
	some name in meshes.enrolled
	opens(name)
}

gap contains lib.finding(w.kind, w.namespace, w.name, sprintf("the default inbound policy is %s", [policy])) if {
	wanted
	some w in meshes.destinations
	some policy in (meshes.linkerd_policies(w) - {"deny"})
}

gap contains lib.finding("Namespace", "", ns.name, sprintf("its default inbound policy is %s", [policy])) if {
	wanted
	meshes.installed("linkerd")
	some ns in input.namespaces
	policy := ns.annotations["config.linkerd.io/default-inbound-policy"]
	policy != "deny"
}

unknown contains lib.finding(w.kind, w.namespace, w.name, "it does not say what the default inbound policy is") if {
	wanted
	some w in meshes.destinations
	count(meshes.linkerd_policies(w)) == 0
}

skip contains "kready.yaml does not say that calls in the mesh need a policy that allows them (intents.mesh.defaultDeny)" if not wanted

skip contains "how this mesh is told to refuse calls is not known" if {
	wanted
	not meshes.installed("istio")
	not meshes.installed("linkerd")
}

summary.pass contains sprintf("%s refuses calls that no policy allows", [lib.names(meshes.control_planes)])

summary.gap contains sprintf("%s lets calls through that no policy allows", [lib.names(meshes.control_planes)])

summary.unknown contains "the default policy of the mesh is not known"
