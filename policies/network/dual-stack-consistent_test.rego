package kready.network["dual-stack-consistent_test"]

import data.kready.lib
import data.kready.network["dual-stack-consistent"] as dual

both := ["10.244.0.0/24", "fd00:1::/64"]

v4 := ["10.244.0.0/24"]

node(name, cidrs, families) := {"name": name, "virtual": false, "podCIDRs": cidrs, "addressFamilies": families}

services(cidrs) := {"served": true, "ranges": [{"name": "kubernetes", "cidrs": cidrs, "ready": "True"}]}

cluster(cni, ranges, nodes) := {
	"inventory": [{"name": cni, "state": "running", "roles": ["network/cni"]}], "serviceRanges": services(ranges), "nodes": nodes,
	"networkConfig": {"cilium": {"ipam": "cluster-pool"}},
}

dual_services := ["10.96.0.0/16", "fd00:2::/108"]

on_a(message) := {lib.finding("Node", "", "a", message)}

found(c) := findings if {
	findings := dual.gap with input as c
}

test_pass if found(cluster("flannel", dual_services, [node("a", both, ["IPv4", "IPv6"])])) == set()

test_skip_with_one_family if {
	count(dual.skip) == 1 with input as cluster("flannel", ["10.96.0.0/16"], [node("a", v4, ["IPv4"])])
	count(dual.gap) == 0 with input as cluster("flannel", ["10.96.0.0/16"], [node("a", v4, ["IPv4"])])
}

# Pods with two families and Services with one are a step on the way, and nothing breaks.
test_services_may_have_one if found(cluster("flannel", ["10.96.0.0/16"], [node("a", both, ["IPv4"])])) == set()

test_gap_when_pods_have_one if {
	found(cluster("flannel", dual_services, [node("a", v4, ["IPv4", "IPv6"])])) == on_a("its range for pods is of IPv4 alone, and Services have both families")
}

# Such networks do not look at the ranges of nodes.
test_ranges_do_not_matter_to_calico if found(cluster("calico", dual_services, [node("a", v4, ["IPv4", "IPv6"])])) == set()

test_ranges_do_not_matter_to_cilium if found(cluster("cilium", dual_services, [node("a", v4, ["IPv4", "IPv6"])])) == set()

test_gap_when_nodes_differ if {
	nodes := [node("a", v4, ["IPv4", "IPv6"]), node("b", both, ["IPv4", "IPv6"])]
	found(cluster("flannel", dual_services, nodes)) == on_a("its range for pods is of IPv4 alone, and other nodes have both families")
}

test_gap_when_a_node_has_one if {
	found(cluster("flannel", dual_services, [node("a", both, ["IPv4"])])) == on_a("its internal addresses are of IPv4 alone, and Services and pods have both families")
}

# A snapshot of an older kready holds no addresses.
test_addresses_that_are_not_known if found(cluster("flannel", dual_services, [node("a", both, [])])) == set()
