package kready.network["policy-engine-on_test"]

import data.kready.mocks
import data.kready.network["policy-engine-on"] as check

cilium := mocks.running("cilium", ["network/cni", "network/policy"], [])

vpc := mocks.running("aws-vpc-cni", ["network/cni", "network/policy"], [])

messages(cluster) := found if found := {f.message | some f in check.gap} with input as cluster

doubts(cluster) := found if found := {f.message | some f in check.unknown} with input as cluster

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
	messages(with_cilium({"enablePolicy": policy})) == set()
	doubts(with_cilium({"enablePolicy": policy})) == set()
}

test_gap_never if messages(with_cilium({"enablePolicy": "never"})) == {"enable-policy is \"never\""}

test_gap_no_kubernetes_policies if {
	messages(with_cilium({"enableK8sNetworkPolicy": "false"})) == {"enable-k8s-networkpolicy is \"false\""}
}

test_unknown_no_config if {
	cluster := mocks.cluster({"inventory": [cilium]})
	messages(cluster) == set()
	count(doubts(cluster)) == 1
}

test_vpc_on if messages(with_vpc("true", "true")) == set()

# The agent is there by default; that it runs proves nothing.
test_vpc_off if messages(with_vpc("false", "true")) == {"its node agent runs with --enable-network-policy=false"}

test_vpc_no_controller if messages(with_vpc("true", "")) == {"enable-network-policy-controller is not \"true\""}

test_vpc_flag_unseen if {
	cluster := mocks.cluster({"inventory": [vpc], "workloads": [mocks.daemon("aws-vpc-cni", {})]})
	messages(cluster) == set()
	doubts(cluster) == {"no argument of its node agent says whether it enforces"}
}

auto(controller) := mocks.cluster({
	"distribution": {"name": "eks", "managed": true},
	"inventory": [mocks.hidden("aws-vpc-cni", ["network/cni", "network/policy"])],
	"networkConfig": {"amazonVPCCNI": {"enableNetworkPolicyController": controller}},
})

# On Auto Mode a ConfigMap that is not there means off.
test_eks_auto_off if messages(auto("")) == {"enable-network-policy-controller is not \"true\""}

test_eks_auto_on if messages(auto("true")) == set()

# With several engines, one that is on will do.
test_pass_one_of_two if {
	calico := mocks.running("calico", ["network/policy"], [])
	messages(object.union(with_cilium({"enablePolicy": "never"}), {"inventory": [cilium, calico]})) == set()
}

test_gap_engine_beside_misses_a_node if {
	cluster := mocks.cluster({"inventory": [mocks.running("kube-network-policies", ["network/policy"], ["b"])]})
	messages(cluster) == {"no pod of KUBE-NETWORK-POLICIES is there"}
}

# Where the CNI is the engine, network/cni-coverage tells.
test_pass_cni_misses_a_node if {
	calico := mocks.running("calico", ["network/cni", "network/policy"], ["b"])
	messages(mocks.cluster({"inventory": [calico]})) == set()
}
