package kready.dns["allowed-under-deny_test"]

import data.kready.dns["allowed-under-deny"] as check
import data.kready.lib
import data.kready.mocks

deny(namespace) := {"namespace": namespace, "name": "deny", "policyTypes": ["Ingress", "Egress"], "selectsAll": true, "allowsDNS": false}

allow(namespace) := {"namespace": namespace, "name": "allow-dns", "policyTypes": ["Egress"], "selectsAll": true, "allowsDNS": true}

with_policies(policies) := mocks.cluster({
	"networkPolicies": policies,
	"workloads": [mocks.daemon("cart", {"namespace": "shop"})],
})

gaps(policies) := found if found := check.gap with input as with_policies(policies)

shop := {lib.finding("Namespace", "", "shop", "egress is denied, and no policy there lets port 53 through")}

test_pass_allowed if gaps([deny("shop"), allow("shop")]) == set()

test_pass_none if gaps([]) == set()

test_pass_ingress_only if gaps([object.union(deny("shop"), {"policyTypes": ["Ingress"]})]) == set()

test_pass_some_pods_only if gaps([object.union(deny("shop"), {"selectsAll": false})]) == set()

test_gap if {
	gaps([deny("shop")]) == shop
	check.summary.gap == {"no network policy lets the pods in 1 namespace ask for names"} with input as with_policies([deny("shop")])
}

test_gap_allowed_elsewhere if gaps([deny("shop"), allow("bank")]) == shop

# Nobody asks for names in an empty namespace; the system's own are its maker's matter.
test_pass_uninhabited if gaps([deny("empty"), deny("kube-system")]) == set()

with_kind(name, read, policies) := object.union(with_policies([deny("shop")]), {
	"namespaces": [{"name": "shop", "phase": "Active", "labels": {}}, {"name": "bank", "phase": "Active", "labels": {}}],
	"inventory": [mocks.running("calico", ["network/policy"], [])],
	"otherPolicies": array.concat(
		[kind | some kind in mocks.no_other_policies; kind.name != name],
		[{"name": name, "served": true, "read": read, "policies": policies}],
	),
})

calico := "networkpolicies.crd.projectcalico.org"

rule(action, port) := {"action": action, "peers": "some", "ports": [{"protocol": "UDP", "port": port}]}

other_policy(namespace, place, rules) := {
	"namespace": namespace, "name": "dns", "place": place, "pods": {"set": true},
	"egress": {"isolates": true, "rules": rules},
}

test_unknown_when_they_are_unread if {
	count(check.gap) == 0 with input as with_kind(calico, false, [])
	check.unknown == {
		lib.finding("Namespace", "", "shop", sprintf("egress is denied, and whether port 53 is let through depends on %s, which could not be read", [calico])),
	} with input as with_kind(calico, false, [])
}

# Policies of another kind count where they are for the namespace and let port 53 through.
test_other_kinds_that_are_read[name] if {
	some name, case in {
		"none": {"policies": [], "gaps": 1},
		"elsewhere": {"policies": [other_policy("bank", "beside", [rule("Allow", 53)])], "gaps": 1},
		"for the namespace": {"policies": [other_policy("shop", "beside", [rule("Allow", 53)])], "gaps": 0},
		"for the cluster": {"policies": [other_policy("", "beside", [rule("Allow", 53)])], "gaps": 0},
		"another port": {"policies": [other_policy("shop", "beside", [rule("Allow", 443)])], "gaps": 1},
		"after NetworkPolicies": {"policies": [other_policy("shop", "after", [rule("Allow", 53)])], "gaps": 1},
	}
	count(check.gap) == case.gaps with input as with_kind(calico, true, case.policies)
	count(check.unknown) == 0 with input as with_kind(calico, true, case.policies)
}
