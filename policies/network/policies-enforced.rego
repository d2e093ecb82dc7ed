# METADATA
# title: The NetworkPolicies of the service are enforced
# description: |
#   A cluster without an engine for them accepts NetworkPolicies and does nothing by them: the service is
#   open to every pod, and its own manifests say that it is not.
#
#   kready asks what `network/policy-engine-on` found of the cluster: whether an engine runs, is not switched
#   off and has an agent on every node.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/#prerequisites
# custom:
#   subject: service
#   level: configured
#   tier: must
#   requires: [network/policy-engine-on]
#   since: 0.2.0
#   remediation: |
#     Have the platform install a CNI plugin that enforces NetworkPolicies, or switch its engine on.
package kready.network["policies-enforced"]

import data.kready.internal.landing
import data.kready.lib

policies := landing.objects_of("networking.k8s.io", "NetworkPolicy")

skip contains "the service has no NetworkPolicy" if count(policies) == 0

needy contains landing.finding(p, 0, "platform", "it has to be enforced") if some p in policies

summary.pass contains sprintf("%s, in a cluster that enforces them", [lib.counted(count(policies), "NetworkPolicy", "NetworkPolicies")])
