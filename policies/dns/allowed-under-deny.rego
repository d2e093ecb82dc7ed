# METADATA
# title: Namespaces that deny egress let their pods ask for names
# description: |
#   A policy that denies all egress denies DNS as well. The pods then start, find nothing by
#   name, and report time-outs of whatever they tried to reach. It is the first thing that
#   people meet after a default deny.
#
#   Of each namespace with workloads and a NetworkPolicy that restricts the egress of all
#   pods, one NetworkPolicy must let port 53 through. One that does so for some pods is
#   enough: whether it covers all of them is not followed up. Other kinds of policy can let
#   DNS through too; where one has an object for the namespace or the whole cluster, or cannot be
#   read, the answer is unknown instead of a gap. Whether the rule matches the DNS servers' addresses, only a lookup proves.
# related_resources:
# - ref: https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html
# - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-egress-traffic
# custom:
#   level: configured
#   tier: must
#   requires: [dns/present, network/policy-engine-on]
#   since: 0.1.0
#   remediation: |
#     Add to each namespace:
#
#         apiVersion: networking.k8s.io/v1
#         kind: NetworkPolicy
#         metadata: {name: allow-dns}
#         spec:
#           podSelector: {}
#           policyTypes: [Egress]
#           egress:
#           - to:
#             - namespaceSelector:
#                 matchLabels: {kubernetes.io/metadata.name: kube-system}
#             ports:
#             - {protocol: UDP, port: 53}
#             - {protocol: TCP, port: 53}
package kready.dns["allowed-under-deny"]

import data.kready.internal.namespaces
import data.kready.internal.other_policies
import data.kready.lib

restricted contains s.namespace if {
	some s in input.policySums
	s.deniesEgress
}

dns_allowed contains s.namespace if {
	some s in input.policySums
	s.allowsDNS
}

blocked contains name if {
	some name in ((restricted - dns_allowed) & namespaces.with_workloads)
	not lib.system_namespace(name)
}

gap contains not_allowed(name) if {
	some name in blocked
	count(other_policies.bearing_on(name)) == 0
}

unknown contains not_allowed(name) if {
	some name in blocked
	count(other_policies.bearing_on(name)) > 0
}

not_allowed(name) := lib.finding("Namespace", "", name, "egress is denied, and no NetworkPolicy there lets port 53 through")

summary.pass contains "no namespace with workloads restricts the egress of all its pods" if count(restricted & namespaces.with_workloads) == 0

summary.pass contains sprintf("%s with restricted egress let port 53 through", [lib.counted(count(restricted & namespaces.with_workloads), "namespace", "namespaces")]) if {
	count(restricted & namespaces.with_workloads) > 0
	count(blocked) == 0
}

summary.gap contains sprintf("no NetworkPolicy lets the pods in %s ask for names", [lib.counted(count(gap), "namespace", "namespaces")])

summary.unknown contains sprintf("whether pods in %s may ask for names depends on policies of other kinds (%s)", [
	lib.counted(count(unknown), "namespace", "namespaces"),
	lib.shortened(sort({kind | some name in blocked; some kind in other_policies.bearing_on(name)})),
])
