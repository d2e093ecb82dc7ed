# METADATA
# title: Namespaces of services let nothing in that no policy names
# description: |
#   Without a policy that selects all pods of a namespace, every pod of the cluster reaches every port there:
#   the database, its metrics, the debug port that somebody left open. One policy that lets nothing in makes
#   all others say who may.
#
#   kready asks for a NetworkPolicy in each namespace of services that selects all of its pods for Ingress,
#   and whose rules do not let everything in. Namespaces of the platform and the system's are left out. Where
#   Cilium, Calico, Antrea or the cluster-wide policies of Kubernetes have a policy that may bear on a
#   namespace, the answer for it is unknown: their rules are not read. Egress is counted and not judged.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies
# - ref: https://kubernetes.io/docs/concepts/security/security-checklist/#network-security
# custom:
#   level: configured
#   tier: should
#   requires: [network/policy-engine-on]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
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
import data.kready.internal.other_policies
import data.kready.lib

judged contains ns.name if some ns in namespaces.apps

closed(direction) := {s.namespace | some s in input.policySums; direction in s.closed}

open_ones := judged - closed("Ingress")

# doubtful are those of which policies that are not read may say more.
doubtful contains name if {
	some name in open_ones
	count(other_policies.bearing_on(name)) > 0
}

gap contains lib.finding("Namespace", "", name, "no NetworkPolicy there selects all pods and lets in only what it names") if {
	some name in (open_ones - doubtful)
}

unknown contains lib.finding("Namespace", "", name, sprintf("no NetworkPolicy closes it, and other policies may: %s", [concat(", ", sort(other_policies.bearing_on(name)))])) if {
	some name in doubtful
}

skip contains "there is no namespace of services yet" if count(judged) == 0

summary.gap contains sprintf("%d of %s open by default", [count(open_ones - doubtful), lib.counted(count(judged), "namespace of services is", "namespaces of services are")])

summary.unknown contains sprintf("whether %s closed by default cannot be told", [lib.counted(count(doubtful), "namespace is", "namespaces are")])

summary.pass contains sprintf("%s closed by default", [lib.counted(count(judged), "namespace of services is", "namespaces of services are")])

summary.pass contains sprintf("%s for egress as well", [lib.counted(count(judged & closed("Egress")), "is", "are")]) if {
	count(judged & closed("Egress")) > 0
}
