package kready.network["default-deny_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.network["default-deny"] as check

policy(namespace, types, ingress) := {
	"namespace": namespace, "name": "p", "policyTypes": types, "selectsAll": true,
	"ingressRules": count(ingress), "ingress": ingress, "egressRules": 0, "egress": [],
}

cluster(policies, changes) := mocks.cluster(object.union(
	{
		"namespaces": [{"name": "shop", "phase": "Active", "labels": {}}, {"name": "kube-system", "phase": "Active", "labels": {}}],
		"networkPolicies": policies, "webhooks": [],
	},
	changes,
))

open_shop := {lib.finding("Namespace", "", "shop", "no network policy there is for all pods and lets in only what it names")}

test_pass if {
	count(check.gap | check.unknown) == 0 with input as cluster([policy("shop", ["Ingress"], [])], {})
	check.summary.pass == {"1 namespace of services is closed by default"} with input as cluster([policy("shop", ["Ingress"], [])], {})
}

# Rules that name somebody leave the rest out.
test_pass_with_rules if {
	named := [{"ports": [], "peers": [{"pods": {}}], "cut": false}]
	count(check.gap) == 0 with input as cluster([policy("shop", ["Ingress"], named)], {})
}

test_gap_without_one if check.gap == open_shop with input as cluster([], {})

test_gap_with_rules_that_let_everything_in if {
	check.gap == open_shop with input as cluster([policy("shop", ["Ingress"], [{"ports": [], "peers": [], "cut": false}])], {})
}

test_gap_with_egress_alone if check.gap == open_shop with input as cluster([policy("shop", ["Egress"], [])], {})

test_gap_with_some_pods_alone if {
	some_pods := object.union(policy("shop", ["Ingress"], []), {"selectsAll": false})
	check.gap == open_shop with input as cluster([some_pods], {})
}

test_gap_with_a_policy_elsewhere if check.gap == open_shop with input as cluster([policy("other", ["Ingress"], [])], {})

# one_kind are all other kinds of policy, of which one has policies.
one_kind(name, read, policies) := array.concat(
	[kind | some kind in mocks.no_other_policies; kind.name != name],
	[{"name": name, "read": read, "served": true, "policies": policies}],
)

deny := {"name": "deny", "place": "beside", "pods": {"set": true}, "ingress": {"isolates": true}}

engine(name) := [mocks.running(name, ["network/policy"], [])]

calico := "globalnetworkpolicies.crd.projectcalico.org"

cilium := "ciliumclusterwidenetworkpolicies.cilium.io"

test_pass_with_a_policy_of_the_cluster if {
	with_calico := cluster([], {"inventory": engine("calico"), "otherPolicies": one_kind(calico, true, [deny])})
	count(check.gap | check.unknown) == 0 with input as with_calico
}

# What does not run enforces nothing.
test_gap_with_a_policy_that_nothing_enforces if {
	check.gap == open_shop with input as cluster([], {"inventory": engine("calico"), "otherPolicies": one_kind(cilium, true, [deny])})
}

test_unknown_when_they_are_unread if {
	message := sprintf("whether it is closed depends on %s, which could not be read", [cilium])
	unread := cluster([], {"inventory": engine("cilium"), "otherPolicies": one_kind(cilium, false, [])})
	check.unknown == {lib.finding("Namespace", "", "shop", message)} with input as unread
}

test_gap_when_there_are_none if check.gap == open_shop with input as cluster([], {"inventory": engine("cilium")})

# A NetworkPolicy that lets everything in opens what another one closed.
test_gap_when_it_is_opened_again if {
	everything := object.union(policy("shop", ["Ingress"], [{"ports": [], "peers": [], "cut": false}]), {"name": "open"})
	check.gap == open_shop with input as cluster([policy("shop", ["Ingress"], []), everything], {})
}

test_gap_when_cilium_opens_it if {
	ingress := {"isolates": true, "rules": [{"action": "Allow", "peers": "everybody"}]}
	everybody := object.union(deny, {"name": "everybody", "ingress": ingress})
	opened := cluster(
		[policy("shop", ["Ingress"], [])],
		{"inventory": engine("cilium"), "otherPolicies": one_kind(cilium, true, [everybody])},
	)
	message := "CiliumClusterwideNetworkPolicy everybody lets everybody in"
	check.gap == {lib.finding("Namespace", "", "shop", message)} with input as opened
}

test_skip if check.skip == {"there is no namespace of services yet"} with input as cluster([], {"namespaces": []})
