# METADATA
# title: Policies of the cluster's administrators are of the kind that is developed further
# description: |
#   AdminNetworkPolicy and BaselineAdminNetworkPolicy (v1alpha1) were put together as ClusterNetworkPolicy (v1alpha2), and
#   engines move from the ones to the other: Calico v3.32 takes ClusterNetworkPolicies in place of what v3.31
#   took, and its upgrade leaves the old ones without effect.
#
#   It is a gap where there are policies of the old kinds, and what runs here takes ClusterNetworkPolicy now or in its next
#   release: Calico and kube-network-policies. Other engines (OVN-Kubernetes, Antrea, Kube-OVN) take the old ones.
# related_resources:
# - ref: https://network-policy-api.sigs.k8s.io/implementations/
# - ref: https://network-policy-api.sigs.k8s.io/npeps/npep-285-combine-crds/
# custom:
#   level: configured
#   tier: could
#   requires: [network/other-policies-unenforced]
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     asked: [crds]
#     pass: [workloads/pods]
#     skip: [workloads/pods]
#   remediation: |
#     Write each of them as a ClusterNetworkPolicy (`tier: Admin`, or `tier: Baseline` for the BaselineAdminNetworkPolicy; the action
#     Allow is called Accept there), and apply these with the upgrade of the engine to a release that takes them.
package kready.network["admin-policy-api"]

import data.kready.internal.other_policies
import data.kready.lib

old contains e if {
	some e in input.policyEnforcers
	e.kind in {"adminnetworkpolicies.policy.networking.k8s.io", "baselineadminnetworkpolicies.policy.networking.k8s.io"}
}

movers contains impl if {
	some impl in lib.running("network/policy")
	impl.name in {"calico", "calico-policy-only", "canal", "kube-network-policies"}
}

gap contains lib.finding(e.title, "", p.name, "what enforces it here moves to ClusterNetworkPolicy, and takes it no longer then") if {
	count(movers) > 0
	some e in old
	some p in e.policies
}

unknown contains {"message": sprintf("%s could not be read", [e.kind])} if {
	count(movers) > 0
	some e in old
	other_policies.unknown_kind(e)
}

skip contains "there is no AdminNetworkPolicy and no BaselineAdminNetworkPolicy" if {
	every e in old {
		e.count == 0
		not other_policies.unknown_kind(e)
	}
}

summary.gap contains sprintf("%s of v1alpha1", [lib.counted(count(gap), "policy of administrators is", "policies of administrators are")])

summary.unknown contains "of which kind policies of administrators are is not known"

summary.pass contains "nothing that runs here is known to take ClusterNetworkPolicy in place of AdminNetworkPolicy"
