package kready.network["one-cni_test"]

import data.kready.lib
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

gaps(cluster) := found if found := one.gap with input as cluster

test_gap_on_the_same_node if {
	gaps(cluster("aws-vpc-cni", "cilium", pods("a", "a"), "")) == {lib.finding("DaemonSet", "kube-system", "cilium", "CILIUM runs beside AWS-VPC-CNI on a")}
}

test_pass_on_different_nodes if gaps(cluster("aws-vpc-cni", "cilium", pods("a", "b"), "")) == set()

test_pass_when_chained if {
	input_ := cluster("aws-vpc-cni", "cilium", pods("a", "a"), "aws-cni")
	gaps(input_) == set()
	one.summary.pass == {"AWS-VPC-CNI is the CNI plugin"} with input as input_
}

test_gap_when_the_mode_is_none if {
	gaps(cluster("aws-vpc-cni", "cilium", pods("a", "a"), "none")) == {
		lib.finding("DaemonSet", "kube-system", "cilium", "CILIUM runs beside AWS-VPC-CNI on a"),
	}
}

test_gap_without_pods if gaps(cluster("calico", "flannel", [], "")) == {lib.finding("DaemonSet", "kube-system", "flannel", "FLANNEL runs beside CALICO on the same nodes")}

test_pass_by_selectors if {
	input_ := object.union(cluster("calico", "flannel", [], ""), {"workloads": [
		daemon("calico", {"cni": "calico"}),
		daemon("flannel", {"cni": "flannel"}),
	]})
	gaps(input_) == set()
	one.summary.pass == {"CALICO, FLANNEL are the CNI plugins, and no node has two of them"} with input as input_
}

test_pass_azure_powered_by_cilium if gaps(cluster("azure-cni", "cilium", [], "")) == set()

test_unknown_antrea_on_a_cloud if {
	input_ := cluster("antrea", "aws-vpc-cni", [], "")
	gaps(input_) == set()
	one.unknown == {{"message": "ANTREA runs with AWS-VPC-CNI; whether it only adds policy to it is not read"}} with input as input_
}

test_pass_policy_only_and_meta if {
	gaps(mocks.cluster({
		"inventory": [plugin("aws-vpc-cni"), mocks.running("calico-policy-only", ["network/policy"], []), mocks.running("multus", ["network/meta"], [])],
		"networkConfig": {"cilium": {"chainingMode": ""}},
	})) == set()
}

test_skip if {
	one.skip == {
		"no CNI plugin runs as a workload here",
	} with input as mocks.cluster({"inventory": [mocks.hidden("flannel", ["network/cni"])]})
}
