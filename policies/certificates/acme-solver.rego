# METADATA
# title: Challenges of ACME go through classes and Gateways that exist
# description: |
#   To prove that a host is yours, cert-manager makes an Ingress or a route for a challenge and waits for the
#   authority to fetch it. An issuer whose solver names a class or a Gateway that is gone still says that it is
#   ready: its account is registered. Its next certificate is never issued, and what it has issued
#   expires.
#
#   kready reads the HTTP solvers of each Issuer and ClusterIssuer: the IngressClass that `ingressClassName` names, the
#   Ingress of an Issuer's own namespace, and the Gateways of `parentRefs` whose namespace is told must exist. Whether
#   their controllers run is asked by ingress/orphan-class and ingress/gateway-programmed. The annotation of old
#   (`class`) is heeded by controllers without any IngressClass, so that one which no IngressClass has is unknown.
#   Solvers by DNS are not looked at.
# related_resources:
# - ref: https://cert-manager.io/docs/configuration/acme/http01/
# - ref: https://cert-manager.io/docs/installation/best-practice/
# custom:
#   level: configured
#   tier: should
#   requires: [certificates/issuers-ready, ingress/present]
#   since: 0.2.0
#   standsWithout:
#     gap: [acmeSolvers]
#   remediation: |
#     Point the solver at a class or a Gateway that is there:
#
#         kubectl get ingressclass
#         kubectl get gateways -A
package kready.certificates["acme-solver"]

import data.kready.internal.ingresses
import data.kready.lib

classes contains c.name if some c in input.ingressClasses

gateways contains [g.namespace, g.name] if some g in input.gateways

on(s, message) := lib.finding(s.issuerKind, s.namespace, s.issuer, message)

gap contains on(s, sprintf("its solver names the IngressClass %s, which does not exist", [s.class])) if {
	some s in input.acmeSolvers
	s.class != ""
	not s.class in classes
}

gap contains on(s, sprintf("its solver edits the Ingress %s, which does not exist", [s.ingress])) if {
	some s in input.acmeSolvers
	s.issuerKind == "Issuer"
	s.ingress != ""
	not sprintf("%s/%s", [s.namespace, s.ingress]) in ingresses.names
}

gap contains on(s, sprintf("its solver attaches to the Gateway %s/%s, which does not exist", [namespace, g.name])) if {
	some s in input.acmeSolvers
	some g in s.gateways
	g.kind == "Gateway"
	namespace := gateway_namespace(s, g)
	not [namespace, g.name] in gateways
}

# gateway_namespace is where a Gateway is looked for: a reference without a namespace is to that of the route,
# which is the Issuer's own. Of a ClusterIssuer it is each Certificate's.
gateway_namespace(_, g) := g.namespace if object.get(g, "namespace", "") != ""

gateway_namespace(s, g) := s.namespace if {
	object.get(g, "namespace", "") == ""
	s.issuerKind == "Issuer"
}

unknown contains on(s, sprintf("its solver asks for class %s by the annotation of old, and no IngressClass of that name exists: a controller may heed it", [s.annotatedClass])) if {
	some s in input.acmeSolvers
	s.annotatedClass != ""
	not s.annotatedClass in classes
	not s.annotatedClass in {"gce", "gce-internal"} # GKE's, which has no IngressClass
}

skip contains "no issuer answers challenges over HTTP" if count(input.acmeSolvers) == 0

summary.pass contains sprintf("%s what exists", [lib.counted(count(input.acmeSolvers), "solver of challenges over HTTP goes through", "solvers of challenges over HTTP go through")])

summary.gap contains sprintf("%s never be answered", [lib.counted(count(gap), "solver's challenges can", "solvers' challenges can")])

summary.unknown contains "whether a controller serves the solvers' class is not known"
