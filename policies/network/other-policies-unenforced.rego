# METADATA
# title: Network policies of Cilium, Calico, Antrea and administrators have something that enforces them
# description: |
#   The CRD of a kind of policy takes objects whether anything enforces them or not. What is left after a change of
#   the network, or written for an engine that does not take this kind, stops nothing, and nothing in the API says so.
#
#   kready holds the policies of Cilium, Calico and Antrea, and AdminNetworkPolicies, BaselineAdminNetworkPolicies and
#   ClusterNetworkPolicies of policy.networking.k8s.io, against what runs: Cilium takes no AdminNetworkPolicy, and
#   ClusterNetworkPolicy only where it is switched on; Calico takes AdminNetworkPolicies from v3.29 to v3.31, and
#   ClusterNetworkPolicies from v3.32. Where an engine takes a kind by a feature that is not seen, or none is
#   recognised, the answer is unknown. System namespaces are left out. `network/policies-unenforced` is about NetworkPolicies.
# related_resources:
# - ref: https://network-policy-api.sigs.k8s.io/implementations/
# - ref: https://docs.cilium.io/en/latest/network/kubernetes/policy/
# - ref: https://docs.tigera.io/calico/latest/network-policy/policy-tiers/tiered-policy
# custom:
#   level: configured
#   tier: should
#   requires: [network/cni-present]
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     asked: [crds]
#     pass: [workloads/pods]
#     skip: [workloads/pods]
#   remediation: |
#     Write what it is to do as a policy of a kind that is enforced here, and delete it:
#
#         kubectl get KIND NAME -n NAMESPACE -o yaml
package kready.network["other-policies-unenforced"]

import data.kready.internal.other_policies
import data.kready.lib

gap contains lib.finding(e.title, p.namespace, p.name, sprintf("nothing that runs here enforces %s", [e.kind])) if {
	some e in input.policyEnforcers
	e.enforced == "no"
	some p in other_policies.of(e)
}

unknown contains {"message": sprintf("whether anything here enforces %s of %s is not known", [amount, e.kind])} if {
	some e in input.policyEnforcers
	e.enforced == "perhaps"
	count(other_policies.of(e)) > 0
	amount := lib.counted(e.count, "policy", "policies")
}

unknown contains {"message": sprintf("%s could not be read", [e.kind])} if some e in unread

# unread are the kinds that could not be read, and that nothing which runs enforces.
unread contains e if {
	some e in other_policies.kinds
	other_policies.unknown_kind(e)
	e.enforced == "no"
}

idle := lib.counted(count(gap), "network policy of another kind is", "network policies of other kinds are")

skip contains "there is no network policy of another kind than NetworkPolicy" if count(other_policies.kinds) == 0

skip contains "network policies of other kinds could not be read, and what runs here may enforce them" if {
	total == 0
	count(other_policies.kinds) > 0
	count(unread) == 0
}

summary.gap contains sprintf("%s enforced by nothing that runs here", [idle])

summary.unknown contains "it cannot be told whether network policies of other kinds are enforced"

summary.pass contains sprintf("%s, of kinds that are enforced here", [enforced])

enforced := lib.counted(total, "network policy of another kind", "network policies of other kinds")

total := sum([e.count | some e in other_policies.kinds])
