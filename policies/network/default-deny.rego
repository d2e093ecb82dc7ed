# METADATA
# title: Namespaces of services let nothing in that no policy names
# description: |
#   Without a policy that selects all pods of a namespace, every pod of the cluster reaches every port there:
#   the database, its metrics, the debug port that somebody left open. One policy that lets nothing in makes
#   all others say who may.
#
#   kready asks for a policy for each namespace of services that is for all of its pods, and lets in only what it
#   names: a NetworkPolicy, or one of Cilium, Calico, Antrea or the cluster's administrators (ClusterNetworkPolicy,
#   AdminNetworkPolicy) that what runs here enforces. One that lets everybody in opens the namespace again. Namespaces
#   of the platform and the system's are left out. Where it cannot be told what a policy selects, in which order they
#   are tried, or whether anything enforces it, the answer is unknown. Egress is counted and not judged.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies
# - ref: https://kubernetes.io/docs/concepts/security/security-checklist/#network-security
# - ref: https://docs.cilium.io/en/stable/security/policy/intro/
# - ref: https://docs.tigera.io/calico/latest/network-policy/get-started/kubernetes-default-deny
# - ref: https://network-policy-api.sigs.k8s.io/api-overview/
# custom:
#   level: configured
#   tier: should
#   requires: [network/policy-engine-on]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads/pods]
#     gap: [workloads/pods]
#   remediation: |
#     Find out first who talks to whom, then allow that and close the rest:
#
#         kubectl -n NAMESPACE apply -f - <<EOF
#         apiVersion: networking.k8s.io/v1
#         kind: NetworkPolicy
#         metadata: {name: default-deny-ingress}
#         spec: {podSelector: {}, policyTypes: [Ingress]}
#         EOF
#
#     A service mesh that refuses what it does not know of may do the same: then accept this check.
package kready.network["default-deny"]

import data.kready.internal.namespaces
import data.kready.lib

judged contains ns.name if some ns in namespaces.apps

defaults := [d | some d in input.policyDefaults; d.namespace in judged]

with_state(state) := {d.namespace | some d in defaults; d.ingress.state == state}

closed_for_egress contains d.namespace if {
	some d in defaults
	d.egress.state == "closed"
}

gap contains lib.finding("Namespace", "", d.namespace, opened(d)) if {
	some d in defaults
	d.ingress.state == "open"
}

opened(d) := sprintf("%s lets everybody in", [concat(", ", d.ingress.by)]) if count(d.ingress.by) > 0

opened(d) := "no network policy there is for all pods and lets in only what it names" if count(d.ingress.by) == 0

unknown contains lib.finding("Namespace", "", d.namespace, sprintf("whether it is closed depends on %s", [concat(", ", d.ingress.by)])) if {
	some d in defaults
	d.ingress.state == "unknown"
}

skip contains "there is no namespace of services yet" if count(judged) == 0

summary.gap contains sprintf("%d of %s open by default", [count(with_state("open")), lib.counted(count(judged), "namespace of services is", "namespaces of services are")])

summary.unknown contains sprintf("whether %s closed by default cannot be told", [lib.counted(count(with_state("unknown")), "namespace is", "namespaces are")])

summary.pass contains sprintf("%s closed by default", [lib.counted(count(judged), "namespace of services is", "namespaces of services are")])

summary.pass contains sprintf("%s for egress as well", [lib.counted(count(closed_for_egress), "is", "are")]) if {
	count(closed_for_egress) > 0
}
