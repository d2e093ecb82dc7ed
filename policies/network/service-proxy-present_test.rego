package kready.network["service-proxy-present_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.network["service-proxy-present"] as check

proxy(missing) := mocks.running("kube-proxy", ["network/service-proxy"], missing)

cilium := mocks.running("cilium", ["network/cni", "network/policy"], [])

replaced(value) := {"cilium": {"kubeProxyReplacement": value}}

gaps(cluster) := found if found := check.gap with input as cluster

test_pass if gaps(mocks.cluster({"inventory": [proxy([]), cilium]})) == set()

test_pass_in_process if gaps(mocks.cluster({"inventory": [mocks.hidden("kube-proxy", ["network/service-proxy"])]})) == set()

test_pass_cilium[value] if {
	some value in ["true", "strict"]
	gaps(mocks.cluster({"inventory": [cilium], "networkConfig": replaced(value)})) == set()
}

test_gap_cilium_does_not_replace[value] if {
	some value in ["false", "partial", "disabled", ""]
	gaps(mocks.cluster({"inventory": [cilium], "networkConfig": replaced(value)})) == {{"message": "neither kube-proxy nor a replacement for it runs"}}
}

# A ConfigMap that outlived Cilium replaces nothing.
test_gap_cilium_gone if gaps(mocks.cluster({"networkConfig": replaced("true")})) == {{"message": "neither kube-proxy nor a replacement for it runs"}}

test_gap_node if {
	cluster := mocks.cluster({"inventory": [proxy(["b"])], "pods": [mocks.pods("kube-proxy", "b", 0, ["ImagePullBackOff"])]})
	check.summary.gap == {"KUBE-PROXY is missing on 1 of 2 nodes"} with input as cluster
	gaps(cluster) == {lib.finding("Node", "", "b", "KUBE-PROXY is there and not ready (ImagePullBackOff)")}
}

# The CNI's own agent is counted by network/cni-coverage.
test_pass_cni_agent_missing if gaps(mocks.cluster({"inventory": [mocks.running("ovn-kubernetes", ["network/cni", "network/service-proxy"], ["b"])]})) == set()

test_pass_one_node_each if gaps(mocks.cluster({"inventory": [proxy(["b"]), mocks.running("kube-router", ["network/service-proxy"], ["a"])]})) == set()

test_both_are_said if {
	cluster := mocks.cluster({"inventory": [proxy([]), cilium], "networkConfig": replaced("true")})
	check.summary.pass == {"CILIUM, KUBE-PROXY are both there to implement Services: one of them should go"} with input as cluster
}

test_unknown_unexplained if {
	cluster := mocks.cluster({"candidates": [mocks.candidate("network/service-proxy", "housenet")]})
	gaps(cluster) == set()
	check.unknown == {mocks.stranger("housenet")} with input as cluster
}
