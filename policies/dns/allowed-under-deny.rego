# METADATA
# title: Namespaces that deny egress let their pods ask for names
# description: |
#   A policy that denies all egress denies DNS as well. The pods then start, find nothing by
#   name, and report time-outs of whatever they tried to reach. It is the first thing that
#   people meet after a default deny.
#
#   Of each namespace with workloads and a policy that restricts the egress of all pods, one
#   policy must let port 53 through: a NetworkPolicy, or one of Cilium, Calico, Antrea or the
#   cluster's administrators that what runs here enforces. One that does so for some pods is
#   enough: whether it covers all of them is not followed up. A policy that comes before all
#   others and refuses DNS is a gap whatever these say. Where it cannot be told what a policy
#   selects or whether anything enforces it, the answer is unknown instead of a gap. Whether
#   the rule matches the DNS servers' addresses, only a lookup proves.
# related_resources:
# - ref: https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html
# - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-egress-traffic
# - ref: https://docs.cilium.io/en/stable/security/policy/language/#egress-default-deny
# - ref: https://docs.tigera.io/calico/latest/network-policy/get-started/kubernetes-default-deny
# custom:
#   level: configured
#   tier: must
#   requires: [dns/present, network/policy-engine-on]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/pods]
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
import data.kready.lib

restricted := [d |
	some d in input.policyDefaults
	d.dns.state != ""
	d.namespace in namespaces.with_workloads
	not lib.system_namespace(d.namespace)
]

gap contains lib.finding("Namespace", "", d.namespace, sprintf("egress is denied%s, and no policy there lets port 53 through", [by(d)])) if {
	some d in restricted
	d.dns.state == "denied"
}

by(d) := sprintf(" by %s", [concat(", ", d.dns.by)]) if count(d.dns.by) > 0

by(d) := "" if count(d.dns.by) == 0

unknown contains lib.finding("Namespace", "", d.namespace, sprintf("egress is denied, and whether port 53 is let through depends on %s", [concat(", ", d.dns.by)])) if {
	some d in restricted
	d.dns.state == "unknown"
}

summary.pass contains "no namespace with workloads restricts the egress of all its pods" if count(restricted) == 0

summary.pass contains sprintf("%s with restricted egress let port 53 through", [lib.counted(count(restricted), "namespace", "namespaces")]) if {
	count(restricted) > 0
}

summary.gap contains sprintf("no network policy lets the pods in %s ask for names", [lib.counted(count(gap), "namespace", "namespaces")])

summary.unknown contains sprintf("whether pods in %s may ask for names depends on policies of other kinds", [lib.counted(count(unknown), "namespace", "namespaces")])
