package kready.network["one-cni_test"]

import data.kready.mocks
import data.kready.network["one-cni"] as one

plugin(name) := mocks.running(name, ["network/cni"], [])

daemon(name, selector) := mocks.daemon(name, {"nodeSelector": selector})

cluster(first, second, pods, mode) := mocks.cluster({
	"inventory": [plugin(first), plugin(second)],
	"workloads": [daemon(first, {}), daemon(second, {"kubernetes.io/os": "linux"})],
	"pods": pods,
	"networkConfig": {"cilium": {"chainingMode": mode}},
})

pods(first, second) := [
	mocks.pods("aws-vpc-cni", first, 1, []),
	mocks.pods("cilium", second, 0, ["CrashLoopBackOff"]),
]

messages(cluster) := found if found := {f.message | some f in one.gap} with input as cluster

test_gap_on_the_same_node if {
	messages(cluster("aws-vpc-cni", "cilium", pods("a", "a"), "")) == {"CILIUM runs beside AWS-VPC-CNI on a"}
}

test_pass_on_different_nodes if messages(cluster("aws-vpc-cni", "cilium", pods("a", "b"), "")) == set()

test_pass_when_chained if {
	input_ := cluster("aws-vpc-cni", "cilium", pods("a", "a"), "aws-cni")
	messages(input_) == set()
	one.summary.pass == {"AWS-VPC-CNI gives pods their network"} with input as input_
}

test_gap_when_the_mode_is_none if count(messages(cluster("aws-vpc-cni", "cilium", pods("a", "a"), "none"))) == 1

test_gap_without_pods if messages(cluster("calico", "flannel", [], "")) == {"FLANNEL runs beside CALICO on the same nodes"}

test_pass_by_selectors if {
	input_ := object.union(cluster("calico", "flannel", [], ""), {"workloads": [
		daemon("calico", {"cni": "calico"}),
		daemon("flannel", {"cni": "flannel"}),
	]})
	messages(input_) == set()
	one.summary.pass == {"CALICO, FLANNEL give pods their network, and no node has two of them"} with input as input_
}

test_pass_azure_powered_by_cilium if messages(cluster("azure-cni", "cilium", [], "")) == set()

test_unknown_antrea_on_a_cloud if {
	input_ := cluster("antrea", "aws-vpc-cni", [], "")
	messages(input_) == set()
	one.unknown == {{"message": "ANTREA runs with AWS-VPC-CNI; whether it only adds policy to it is not read"}} with input as input_
}

test_pass_policy_only_and_meta if {
	messages(mocks.cluster({
		"inventory": [plugin("aws-vpc-cni"), mocks.running("calico-policy-only", ["network/policy"], []), mocks.running("multus", ["network/meta"], [])],
		"networkConfig": {"cilium": {"chainingMode": ""}},
	})) == set()
}

test_skip if {
	one.skip == {
		"no CNI plugin runs as a workload here",
	} with input as mocks.cluster({"inventory": [mocks.hidden("flannel", ["network/cni"])]})
}
