package kready.cluster["zone-spread_test"]

import data.kready.cluster["zone-spread"] as check
import data.kready.lib
import data.kready.mocks

# spread is a cluster with one node for each zone of a list.
spread(zones) := mocks.cluster({"nodes": [n |
	some i, zone in zones
	n := mocks.node(sprintf("n%d", [i]), {"labels": {"topology.kubernetes.io/zone": zone}})
]})

gaps(cluster) := found if found := check.gap with input as cluster

test_pass if gaps(spread(["a", "b", "c"])) == set()

test_pass_at_sixty if gaps(spread(["a", "a", "a", "b", "b"])) == set()

test_gap_one_zone if gaps(spread(["a", "a"])) == {{"message": "2 nodes: all nodes are in zone a"}}

test_gap_lopsided if {
	check.summary == {"zone a holds more than 60 % of the CPU"} with input as spread(["a", "a", "b"])
}

test_unknown_unlabelled if {
	check.unknown == {
		lib.finding("Node", "", "a", "it is in no named zone"),
		lib.finding("Node", "", "b", "it is in no named zone"),
	} with input as mocks.cluster({})
}

# Off zones, AKS puts the number of the fault domain into the label.
test_unknown_fault_domains if {
	check.unknown == {
		lib.finding("Node", "", "n0", "it is in no named zone"),
		lib.finding("Node", "", "n1", "it is in no named zone"),
	} with input as spread(["0", "1"])
}

test_skip_one_node if check.skip == {"there is only one node for ordinary pods"} with input as spread(["a"])

# A cordon leaves fewer nodes and no smaller cluster.
test_unknown_cordoned if {
	cluster := mocks.cluster({"nodes": [mocks.node("a", {}), mocks.node("b", {"cordoned": true, "takesPods": false})]})
	check.unknown == {{"message": "of 2 nodes for ordinary pods, 1 takes them now"}} with input as cluster
	check.skip == set() with input as cluster
}

# meant are zones with what kready.yaml asks for.
meant(zones, number) := object.union(spread(zones), {"intent": {"zones": number}})

test_gap_fewer_than_meant if {
	gaps(meant(["a", "b"], 3)) == {{"message": "the nodes are in 2 zones (a, b), and kready.yaml means 3"}}
	check.summary == {"the nodes are in 2 of 3 zones"} with input as meant(["a", "b"], 3)
	gaps(meant(["a", "b", "c"], 3)) == set()
	gaps(meant(["a", "b", "c", "d", "e"], 3)) == set()
}

test_gap_one_node_where_zones_are_meant if {
	gaps(meant(["a"], 2)) == {{"message": "there is only one node for ordinary pods, and kready.yaml means 2 zones"}}
	check.skip == set() with input as meant(["a"], 2)
}

test_skip_one_zone_is_meant if check.skip == {"kready.yaml means the nodes to be in one zone"} with input as meant(["a", "a"], 1)

test_left_out[kind] if {
	some kind, change in {
		"control plane": mocks.control_plane,
		"cordoned": {"cordoned": true, "takesPods": false},
		"virtual": {"virtual": true},
	}
	lone := mocks.node("lone", change)
	cluster := spread(["a", "b"])
	gaps(object.union(cluster, {"nodes": array.concat(cluster.nodes, [lone])})) == set()
}
