package kready.network["default-deny_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.network["default-deny"] as deny

policy(namespace, types, ingress) := {
	"namespace": namespace, "name": "p", "policyTypes": types, "selectsAll": true,
	"ingressRules": count(ingress), "ingress": ingress, "egressRules": 0, "egress": [],
}

cluster(policies, changes) := mocks.cluster(object.union(
	{
		"namespaces": [{"name": "shop", "phase": "Active", "labels": {}}, {"name": "kube-system", "phase": "Active", "labels": {}}],
		"networkPolicies": policies, "webhooks": [], "productResources": [], "blindSpots": [],
	},
	changes,
))

open_shop := {lib.finding("Namespace", "", "shop", "no NetworkPolicy there selects all pods and lets in only what it names")}

test_pass if {
	count(deny.gap | deny.unknown) == 0 with input as cluster([policy("shop", ["Ingress"], [])], {})
	deny.summary.pass == {"1 namespace of services is closed by default"} with input as cluster([policy("shop", ["Ingress"], [])], {})
}

# Rules that name somebody leave the rest out.
test_pass_with_rules if {
	named := [{"ports": [], "peers": [{"pods": {}}], "cut": false}]
	count(deny.gap) == 0 with input as cluster([policy("shop", ["Ingress"], named)], {})
}

test_gap_without_one if deny.gap == open_shop with input as cluster([], {})

test_gap_with_rules_that_let_everything_in if {
	deny.gap == open_shop with input as cluster([policy("shop", ["Ingress"], [{"ports": [], "peers": [], "cut": false}])], {})
}

test_gap_with_egress_alone if deny.gap == open_shop with input as cluster([policy("shop", ["Egress"], [])], {})

test_gap_with_some_pods_alone if {
	some_pods := object.union(policy("shop", ["Ingress"], []), {"selectsAll": false})
	deny.gap == open_shop with input as cluster([some_pods], {})
}

test_gap_with_a_policy_elsewhere if deny.gap == open_shop with input as cluster([policy("other", ["Ingress"], [])], {})

global(objects, read) := {
	"crds": [{"name": "globalnetworkpolicies.crd.projectcalico.org"}],
	"productResources": [{"name": "globalnetworkpolicies.crd.projectcalico.org", "served": true, "read": read, "objects": objects}],
}

test_unknown_with_policies_of_the_cluster if {
	input_ := cluster([], global([{"name": "deny", "namespace": "", "fields": [], "conditions": []}], true))
	count(deny.gap) == 0 with input as input_
	count(deny.unknown) == 1 with input as input_
}

test_unknown_when_they_are_unread if count(deny.unknown) == 1 with input as cluster([], global([], false))

test_gap_when_there_are_none if deny.gap == open_shop with input as cluster([], global([], true))

test_skip if deny.skip == {"there is no namespace of services yet"} with input as cluster([], {"namespaces": []})
