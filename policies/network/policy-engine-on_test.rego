package kready.network["policy-engine-on_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.network["policy-engine-on"] as check

cilium := mocks.running("cilium", ["network/cni", "network/policy"], [])

vpc := mocks.running("aws-vpc-cni", ["network/cni", "network/policy"], [])

gaps(cluster) := found if found := check.gap with input as cluster

unknowns(cluster) := found if found := check.unknown with input as cluster

cilium_config(message) := {lib.finding("ConfigMap", "kube-system", "cilium-config", message)}

vpc_agent(message) := {lib.finding("DaemonSet", "kube-system", "aws-vpc-cni", message)}

no_controller := {lib.finding("ConfigMap", "kube-system", "amazon-vpc-cni", "enable-network-policy-controller is not \"true\"")}

with_cilium(config) := mocks.cluster({
	"inventory": [cilium],
	"networkConfig": {"cilium": object.union({"found": true, "namespace": "kube-system"}, config)},
})

with_vpc(value, controller) := mocks.cluster({
	"inventory": [vpc],
	"workloads": [mocks.daemon("aws-vpc-cni", mocks.flags("enable-network-policy", value))],
	"networkConfig": {"amazonVPCCNI": {"found": true, "enableNetworkPolicyController": controller}},
})

test_pass[policy] if {
	some policy in ["default", "always", ""]
	gaps(with_cilium({"enablePolicy": policy})) == set()
	unknowns(with_cilium({"enablePolicy": policy})) == set()
}

test_gap_never if gaps(with_cilium({"enablePolicy": "never"})) == cilium_config("enable-policy is \"never\"")

test_gap_no_kubernetes_policies if {
	gaps(with_cilium({"enableK8sNetworkPolicy": "false"})) == cilium_config("enable-k8s-networkpolicy is \"false\"")
}

test_unknown_no_config if {
	cluster := mocks.cluster({"inventory": [cilium]})
	gaps(cluster) == set()
	unknowns(cluster) == cilium_config("it was not found, so nothing says whether Cilium enforces")
}

test_vpc_on if gaps(with_vpc("true", "true")) == set()

# The agent is there by default; that it runs proves nothing.
test_vpc_off if gaps(with_vpc("false", "true")) == vpc_agent("its node agent runs with --enable-network-policy=false")

test_vpc_no_controller if gaps(with_vpc("true", "")) == no_controller

test_vpc_flag_unseen if {
	cluster := mocks.cluster({"inventory": [vpc], "workloads": [mocks.daemon("aws-vpc-cni", {})]})
	gaps(cluster) == set()
	unknowns(cluster) == vpc_agent("no argument of its node agent says whether it enforces")
}

auto(controller) := mocks.cluster({
	"distribution": {"name": "eks", "managed": true},
	"inventory": [mocks.hidden("aws-vpc-cni", ["network/cni", "network/policy"])],
	"networkConfig": {"amazonVPCCNI": {"enableNetworkPolicyController": controller}},
})

# On Auto Mode a ConfigMap that is not there means off.
test_eks_auto_off if gaps(auto("")) == no_controller

test_eks_auto_on if gaps(auto("true")) == set()

# With several engines, one that is on will do.
test_pass_one_of_two if {
	calico := mocks.running("calico", ["network/policy"], [])
	gaps(object.union(with_cilium({"enablePolicy": "never"}), {"inventory": [cilium, calico]})) == set()
}

test_gap_engine_beside_misses_a_node if {
	cluster := mocks.cluster({"inventory": [mocks.running("kube-network-policies", ["network/policy"], ["b"])]})
	gaps(cluster) == {lib.finding("Node", "", "b", "no pod of KUBE-NETWORK-POLICIES is there")}
}

# Where the CNI is the engine, network/cni-coverage reports it.
test_pass_cni_misses_a_node if {
	calico := mocks.running("calico", ["network/cni", "network/policy"], ["b"])
	gaps(mocks.cluster({"inventory": [calico]})) == set()
}
