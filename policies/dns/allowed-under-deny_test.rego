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

shop := {lib.finding("Namespace", "", "shop", "egress is denied, and no NetworkPolicy there lets port 53 through")}

test_pass_allowed if gaps([deny("shop"), allow("shop")]) == set()

test_pass_none if gaps([]) == set()

test_pass_ingress_only if gaps([object.union(deny("shop"), {"policyTypes": ["Ingress"]})]) == set()

test_pass_some_pods_only if gaps([object.union(deny("shop"), {"selectsAll": false})]) == set()

test_gap if {
	gaps([deny("shop")]) == shop
	check.summary.gap == {"no NetworkPolicy lets the pods in 1 namespace ask for names"} with input as with_policies([deny("shop")])
}

test_gap_allowed_elsewhere if gaps([deny("shop"), allow("bank")]) == shop

# Nobody asks for names in an empty namespace; the system's own are its maker's matter.
test_pass_uninhabited if gaps([deny("empty"), deny("kube-system")]) == set()

test_unknown_other_kinds if {
	cluster := object.union(with_policies([deny("shop")]), {"crds": [{"name": "globalnetworkpolicies.crd.projectcalico.org"}]})
	count(check.gap) == 0 with input as cluster
	check.unknown == {
		lib.finding("Namespace", "", "shop", "egress is denied, and no NetworkPolicy there lets port 53 through"),
	} with input as cluster
}

# Policies of another kind count where they have an object for the namespace, or for all.
with_global(objects) := object.union(with_policies([deny("shop")]), {
	"crds": [{"name": "globalnetworkpolicies.crd.projectcalico.org"}],
	"productResources": [{"name": "globalnetworkpolicies.crd.projectcalico.org", "read": true, "served": true, "objects": objects}],
})

other_policy(namespace) := {"namespace": namespace, "name": "dns", "fields": [], "conditions": []}

test_other_kinds_that_are_read[name] if {
	some name, case in {
		"none": {"objects": [], "gaps": 1},
		"elsewhere": {"objects": [other_policy("bank")], "gaps": 1},
		"for the namespace": {"objects": [other_policy("shop")], "gaps": 0},
		"for the cluster": {"objects": [other_policy("")], "gaps": 0},
	}
	count(check.gap) == case.gaps with input as with_global(case.objects)
	count(check.unknown) == 1 - case.gaps with input as with_global(case.objects)
}
