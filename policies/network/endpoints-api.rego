# METADATA
# title: Nobody keeps Endpoints by hand
# description: |
#   Endpoints are the API that EndpointSlices have replaced, and deprecated since Kubernetes 1.33. Where
#   somebody writes Endpoints for a Service without a selector, a controller of Kubernetes copies them into
#   EndpointSlices, which is all that kube-proxy, DNS and most ingress controllers read. The copy has one family
#   of addresses, at most 1000 of them, and no zones.
#
#   kready looks for EndpointSlices that are such copies. Endpoints that Kubernetes writes itself, and those of old leader
#   elections, are never copied. Left out are those that the Prometheus Operator keeps for the
#   kubelets, in a Service `kubelet` or `NAME-kubelet`. Who reads Endpoints is not seen.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/
# - ref: https://kubernetes.io/blog/2025/04/24/endpoints-deprecation/
# - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-network/4974-deprecate-endpoints
# custom:
#   level: configured
#   tier: could
#   since: 0.2.0
#   standsWithout:
#     gap: [workloads/pods, mirroredEndpoints]
#     pass: [workloads/pods]
#   remediation: |
#     Write an EndpointSlice with the label `kubernetes.io/service-name: NAME` in place of the Endpoints, and
#     delete these:
#
#         kubectl -n NAMESPACE get endpoints NAME -o yaml
#
#     Where an operator writes them, ask its makers for EndpointSlices.
package kready.network["endpoints-api"]

import data.kready.lib

# kubelets are those of the Prometheus Operator.
kubelets(e) if {
	regex.match(`(^|-)kubelet$`, e.service)
	some impl in input.inventory
	impl.name == "prometheus-operator"
}

gap contains lib.finding("Endpoints", e.namespace, e.service, "somebody writes it, and Kubernetes copies it into EndpointSlices") if {
	some e in input.mirroredEndpoints
	not kubelets(e)
}

summary.pass contains "no Endpoints are kept by hand"

summary.gap contains sprintf("%s kept by hand", [lib.counted(count(gap), "Endpoints object is", "Endpoints objects are")])
