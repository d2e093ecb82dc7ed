# METADATA
# title: The class or Gateway of the service's routes answers through a route of kready's
# description: |
#   An Ingress or a route may be taken by all who look at it and lead nowhere: the controller watches other namespaces, the
#   Gateway has an address that nothing listens at, its proxy does not reach pods of the namespace.
#
#   With `--probe`, kready makes an Ingress of the same class, or an HTTPRoute for the same listener of the same Gateway, in
#   the namespace of the service's own: for a name that nobody has, with a server of kready's behind it. It asks the controller's Service for that
#   name, from a pod, until the server answers, and removes all of it. A pass says that routes of this namespace lead to pods
#   there. It says nothing of the service's own hosts, paths, annotations and certificates, nor of what stands before the
#   controller: DNS and the load balancer.
#
#   Unknown is what is not tried: classes by which an Ingress makes a load balancer of the provider's, which costs money;
#   listeners that answer for a single name; controllers that kready does not know. So is a failure in a namespace with
#   NetworkPolicies: they may stop kready's pods alone.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/ingress/
# - ref: https://gateway-api.sigs.k8s.io/guides/http-routing/
# custom:
#   subject: service
#   level: proven
#   tier: should
#   since: 0.2.0
#   requires: [cluster/objects-valid]
#   remediation: |
#     Have the platform look at what the controller's log says of a new route in this namespace. These show what its
#     controller made of it:
#
#         kubectl -n NAMESPACE describe ingress
#         kubectl -n NAMESPACE get httproutes -o yaml
package kready.ingress["routes-answer"]

import data.kready.internal.proofs
import data.kready.lib

skip contains why if some why in proofs.not_asked

skip contains "the service has no Ingress and no HTTPRoute of a Gateway" if {
	count(proofs.not_asked) == 0
	count(proofs.tried("route")) == 0
}

gap contains finding if some finding in proofs.failed("route", "a route of")

unknown contains finding if some finding in proofs.untold("route", "a route of")

summary.pass contains sprintf("routes of %s lead to pods of the namespace", [edges])

summary.gap contains sprintf("routes of %d of %s do not lead to pods of the namespace", [count(proofs.with_result("route", "failed")), edges])

summary.unknown contains sprintf("whether routes of %d of %s lead to pods of the namespace is not known", [count(proofs.with_result("route", "unknown")), edges])

edges := lib.counted(count(proofs.tried("route")), "class or Gateway", "classes and Gateways")
