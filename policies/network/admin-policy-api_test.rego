package kready.network["admin-policy-api_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.network["admin-policy-api"] as check

cluster(engine, read, policies) := mocks.cluster({
	"inventory": [mocks.running(engine, ["network/policy"], [])],
	"otherPolicies": array.concat(
		[kind | some kind in mocks.no_other_policies; kind.name != "adminnetworkpolicies.policy.networking.k8s.io"],
		[{"name": "adminnetworkpolicies.policy.networking.k8s.io", "served": true, "read": read, "policies": policies}],
	),
})

monitoring := {"name": "monitoring", "place": "before", "pods": {"set": true}}

test_gap if {
	message := "what enforces it here moves to ClusterNetworkPolicy, and takes it no longer then"
	expected := {lib.finding("AdminNetworkPolicy", "", "monitoring", message)}
	check.gap == expected with input as cluster("calico", true, [monitoring])
}

# Their makers take no other kind yet.
test_pass_where_there_is_no_other[engine] if {
	some engine in ["ovn-kubernetes", "antrea"]
	count(check.gap | check.unknown) == 0 with input as cluster(engine, true, [monitoring])
	count(check.skip) == 0 with input as cluster(engine, true, [monitoring])
}

test_unknown if {
	defined := {"crds": [{"name": "adminnetworkpolicies.policy.networking.k8s.io"}]}
	count(check.unknown) == 1 with input as object.union(cluster("calico", false, []), defined)
}

test_skip if check.skip == {"there is no AdminNetworkPolicy and no BaselineAdminNetworkPolicy"} with input as cluster("calico", true, [])
