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
import data.kready.internal.products
import data.kready.lib

restricted contains p.namespace if {
	some p in input.networkPolicies
	p.selectsAll
	"Egress" in p.policyTypes
}

dns_allowed contains p.namespace if {
	some p in input.networkPolicies
	p.allowsDNS
}

blocked contains name if {
	some name in ((restricted - dns_allowed) & namespaces.with_workloads)
	not lib.system_namespace(name)
}

# other_kinds are kinds of policy that kready does not read and that can allow DNS.
other_kinds contains crd.name if {
	some crd in input.crds
	crd.name in {
		"ciliumnetworkpolicies.cilium.io",
		"ciliumclusterwidenetworkpolicies.cilium.io",
		"networkpolicies.crd.projectcalico.org",
		"globalnetworkpolicies.crd.projectcalico.org",
		"clusternetworkpolicies.policy.networking.k8s.io",
		"adminnetworkpolicies.policy.networking.k8s.io",
		"baselineadminnetworkpolicies.policy.networking.k8s.io",
		"clusternetworkpolicies.crd.antrea.io",
		"networkpolicies.crd.antrea.io",
	}
}

gap contains not_allowed(name) if {
	some name in blocked
	count(lifting(name)) == 0
}

unknown contains not_allowed(name) if {
	some name in blocked
	count(lifting(name)) > 0
}

not_allowed(name) := lib.finding("Namespace", "", name, "egress is denied, and no NetworkPolicy there lets port 53 through")

# lifting are the kinds of policy that may let DNS through in a namespace: those that have an
# object there or for the whole cluster, and those that could not be read.
lifting(namespace) := {kind |
	some kind in other_kinds
	bears_on(kind, namespace)
}

bears_on(kind, _) if not products.read(kind)

bears_on(kind, namespace) if {
	some resource in products.objects(kind)
	resource.namespace in {"", namespace}
}

summary.pass contains "no namespace with workloads restricts the egress of all its pods" if count(restricted & namespaces.with_workloads) == 0

summary.pass contains sprintf("%s with restricted egress let port 53 through", [lib.counted(count(restricted & namespaces.with_workloads), "namespace", "namespaces")]) if {
	count(restricted & namespaces.with_workloads) > 0
	count(blocked) == 0
}

summary.gap contains sprintf("no NetworkPolicy lets the pods in %s ask for names", [lib.counted(count(gap), "namespace", "namespaces")])

summary.unknown contains sprintf("whether pods in %s may ask for names depends on policies of other kinds (%s)", [
	lib.counted(count(unknown), "namespace", "namespaces"),
	lib.shortened(sort({kind | some name in blocked; some kind in lifting(name)})),
])
