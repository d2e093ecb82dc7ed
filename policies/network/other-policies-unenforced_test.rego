package kready.network["other-policies-unenforced_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.network["other-policies-unenforced"] as check

calico := "globalnetworkpolicies.crd.projectcalico.org"

cluster(engine, name, read, policies) := mocks.cluster({
	"inventory": [mocks.running(engine, ["network/policy"], [])],
	"otherPolicies": array.concat(
		[kind | some kind in mocks.no_other_policies; kind.name != name],
		[{"name": name, "served": true, "read": read, "policies": policies}],
	),
})

policy(namespace) := {"namespace": namespace, "name": "deny", "place": "beside", "pods": {"set": true}}

test_pass if {
	count(check.gap | check.unknown) == 0 with input as cluster("calico", calico, true, [policy("")])
	check.summary.pass == {"1 network policy of another kind, of kinds that are enforced here"} with input as cluster("calico", calico, true, [policy("")])
}

test_gap if {
	message := "nothing that runs here enforces globalnetworkpolicies.crd.projectcalico.org"
	left := cluster("cilium", calico, true, [policy("")])
	check.gap == {lib.finding("GlobalNetworkPolicy", "", "deny", message)} with input as left
}

# Of the system's own nobody here has to write another.
test_pass_of_the_system if {
	own := cluster("cilium", "networkpolicies.crd.projectcalico.org", true, [policy("kube-system")])
	count(check.gap | check.unknown) == 0 with input as own
}

test_unknown_by_a_feature if {
	kind := "adminnetworkpolicies.policy.networking.k8s.io"
	message := sprintf("whether anything here enforces 1 policy of %s is not known", [kind])
	check.unknown == {{"message": message}} with input as cluster("antrea", kind, true, [policy("")])
}

test_unknown_when_they_are_unread if {
	unread := object.union(cluster("cilium", calico, false, []), {"crds": [{"name": calico}]})
	count(check.gap) == 0 with input as unread
	count(check.unknown) == 1 with input as unread
	count(check.unknown) == 1 with input as object.union(unread, {"crds": [], "blindSpots": [{"facts": "crds"}]})
}

# What nothing defines need not be read.
test_skip_when_nothing_defines_them if {
	count(check.skip) == 1 with input as object.union(cluster("cilium", calico, false, []), {"crds": []})
}

# Those that are enforced need not be counted.
test_pass_when_they_are_unread_and_enforced if count(check.gap | check.unknown) == 0 with input as cluster("calico", calico, false, [])

test_skip if {
	check.skip == {"there is no network policy of another kind than NetworkPolicy"} with input as cluster("cilium", calico, true, [])
}
