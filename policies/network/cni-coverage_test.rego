package kready.network["cni-coverage_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.network["cni-coverage"] as check

cilium(missing) := mocks.running("cilium", ["network/cni"], missing)

gaps(cluster) := found if found := check.gap with input as cluster

# uncovered is the finding on a node.
uncovered(message) := {lib.finding("Node", "", "b", message)}

test_pass if {
	cluster := mocks.cluster({"inventory": [cilium([])]})
	gaps(cluster) == set()
	check.summary.pass == {"CILIUM has a ready agent on each of 2 nodes"} with input as cluster
}

test_gap_taint if gaps(mocks.cluster({
	"nodes": [mocks.node("a", {}), mocks.node("b", {"taints": [mocks.taint("gpu", "yes", "NoSchedule")]})],
	"inventory": [cilium(["b"])],
	"workloads": [mocks.daemon("cilium", {})],
	"untolerated": [mocks.kept_away("cilium", [mocks.taint("gpu", "yes", "NoSchedule")])],
})) == uncovered("a taint keeps CILIUM away: gpu=yes:NoSchedule")

test_gap_not_ready if gaps(mocks.cluster({
	"inventory": [cilium(["b"])],
	"workloads": [mocks.daemon("cilium", {})],
	"pods": [mocks.pods("cilium", "b", 0, ["CrashLoopBackOff"])],
})) == uncovered("CILIUM is there and not ready (CrashLoopBackOff)")

test_gap_no_pod if gaps(mocks.cluster({"inventory": [cilium(["b"])]})) == uncovered("no pod of CILIUM is there")

# Hybrid clusters run one product here and another there.
test_pass_two_products if gaps(mocks.cluster({"inventory": [
	mocks.running("aws-vpc-cni", ["network/cni"], ["b"]),
	mocks.running("cilium", ["network/cni"], ["a"]),
]})) == set()

test_pass_unrecognised if {
	cluster := mocks.cluster({})
	gaps(cluster) == set()
	check.summary.pass == {"each of 2 nodes says that pods have a network; the CNI plugin runs no agent that kready can count"} with input as cluster
}

test_pass_in_process if gaps(mocks.cluster({"inventory": [mocks.hidden("flannel", ["network/cni"])]})) == set()

test_left_out[kind] if {
	some kind, change in {
		"virtual": {"virtual": true},
		"windows": {"os": "windows"},
		"just joined": {"justJoined": true},
		"not ready": mocks.not_ready("PLEG is not healthy"),
		"without a network": mocks.no_network,
	}
	gaps(mocks.cluster({"nodes": [mocks.node("a", {}), mocks.node("b", change)], "inventory": [cilium(["b"])]})) == set()
}

test_left_out_is_said if {
	cluster := mocks.cluster({"nodes": [mocks.node("a", {}), mocks.node("b", mocks.not_ready("PLEG"))], "inventory": [cilium(["b"])]})
	check.summary.pass == {"CILIUM has a ready agent on the one node (1 node is not Ready or just made: see cluster/nodes-ready)"} with input as cluster
}

test_skip_no_node if check.skip == {"there is no node to judge"} with input as mocks.cluster({"nodes": []})

test_unknown_while_young if {
	cluster := mocks.cluster({"nodes": [mocks.node("a", {"young": true, "justJoined": true})], "inventory": [cilium(["a"])]})
	check.unknown == {{"message": "1 node joined less than 5 minutes ago, and no other can be judged"}} with input as cluster
	check.skip == set() with input as cluster
}

# calico is a cluster in which every agent is ready, and the operator says this of Calico.
calico(status) := mocks.cluster({
	"inventory": [mocks.running("calico", ["network/cni"], [])],
	"productResources": [{"name": "tigerastatuses.operator.tigera.io", "read": true, "served": true, "objects": [{
		"namespace": "", "name": "calico", "fields": [],
		"conditions": [{"type": "Available", "status": status, "reason": "PodFailure", "message": "image is not there"}],
	}]}],
})

test_pass_calico_available if gaps(calico("True")) == set()

test_gap_calico_not_available if {
	gaps(calico("False")) == {lib.finding("TigeraStatus", "", "calico", "the operator says that it is not available: PodFailure: image is not there")}
	check.summary.gap == {"Calico's operator says that Calico is not available"} with input as calico("False")
}
