# METADATA
# title: NetworkPolicies have an engine that is there to enforce them
# description: |
#   Somebody wrote these policies to keep traffic out, and trusts them. Without an engine
#   that is switched on they do nothing, and nothing in the API says so: that is worse than
#   having none, since no one is looking for another protection.
#
#   It is a gap when there are NetworkPolicies outside of system namespaces and no engine
#   that could enforce them runs, or the only one is switched off. Without policies it
#   passes: `network/policy-engine` then says whether there is an engine at all. Policies
#   of other kinds, such as CiliumNetworkPolicy, are not counted. Whether the engine really
#   blocks, only a probe can tell.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/#prerequisites
# custom:
#   level: configured
#   tier: must
#   requires: [network/cni-present]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads/pods]
#   remediation: |
#     Switch the engine on, or add one: `kready explain network/policy-engine-on` and
#     `kready explain network/policy-engine` say how. Expect what the policies forbid to
#     stop working that moment: test on one namespace first.
package kready.network["policies-unenforced"]

import data.kready.internal.absence
import data.kready.internal.cni
import data.kready.internal.nodes
import data.kready.internal.own
import data.kready.internal.policy_engines
import data.kready.lib

policies := [s |
	some s in input.policySums
	not lib.system_namespace(s.namespace)
	not own.probe_namespace(s.namespace)
]

total := sum([count(s.names) | some s in policies])

skip contains nodes.all_virtual

gap contains lib.finding("NetworkPolicy", s.namespace, name, "nothing that is known enforces it") if {
	unenforced
	some s in policies
	some name in s.names
}

unknown contains finding if {
	enforcement_unknown
	some finding in possible_enforcement
}

enforcement_unknown if {
	count(policies) > 0
	not policy_engines.enforcement_proven
	count(policy_engines.enabled) == 0
	count(possible_enforcement) > 0
}

unenforced if {
	count(policies) > 0
	not policy_engines.enforcement_proven
	count(policy_engines.enabled) == 0
	count(possible_enforcement) == 0
}

# possible_enforcement are findings on what may enforce policies without showing it.
possible_enforcement contains finding if {
	some impl in policy_engines.installed
	some finding in policy_engines.undetermined(impl)
}

possible_enforcement contains finding if {
	count(policy_engines.installed) == 0
	some finding in cni.possible("network/policy")
}

possible_enforcement contains {"message": sprintf("%s would bring an engine, once these manifests are applied", [absence.expected("network/policy")])} if {
	count(policy_engines.installed) == 0
}

amount := lib.counted(total, "NetworkPolicy", "NetworkPolicies")

namespaces := lib.counted(count(policies), "namespace", "namespaces")

summary contains "there is no NetworkPolicy outside of system namespaces" if count(policies) == 0

summary contains sprintf("nothing known enforces %s in %s: no known engine runs", [amount, namespaces]) if {
	unenforced
	count(policy_engines.installed) == 0
}

summary contains sprintf("nothing enforces %s in %s: %s is switched off", [amount, namespaces, lib.names(policy_engines.installed)]) if {
	unenforced
	count(policy_engines.installed) > 0
}

summary contains sprintf("it cannot be told whether anything enforces %s in %s", [amount, namespaces]) if enforcement_unknown

summary contains sprintf("%s is there to enforce %s in %s", [lib.names(policy_engines.enabled), amount, namespaces]) if {
	count(policies) > 0
	count(policy_engines.enabled) > 0
}

summary contains sprintf("a probe saw that policies are enforced: %s in %s count on it", [amount, namespaces]) if {
	count(policies) > 0
	count(policy_engines.enabled) == 0
	policy_engines.enforcement_proven
}
