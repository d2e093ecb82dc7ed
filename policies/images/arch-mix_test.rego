package kready.images["arch-mix_test"]

import data.kready.images["arch-mix"] as mix
import data.kready.lib
import data.kready.mocks

node(name, architecture, taints) := mocks.node(name, {"architecture": architecture, "taints": taints})

arm_taint := mocks.taint("kubernetes.io/arch", "arm64", "NoSchedule")

cluster(nodes) := mocks.cluster({"nodes": nodes})

test_pass_with_one if {
	mix.summary.pass == {"all nodes are arm64"} with input as cluster([node("a", "arm64", []), node("b", "arm64", [])])
	count(mix.gap) == 0 with input as cluster([node("a", "arm64", []), node("b", "arm64", [])])
}

test_pass_with_taints if {
	input_ := cluster([node("a", "amd64", []), node("b", "amd64", []), node("c", "arm64", [arm_taint])])
	count(mix.gap) == 0 with input as input_
	mix.summary.pass == {"amd64 on 2 nodes, arm64 on 1 node; those of another architecture than amd64 carry a taint"} with input as input_
}

test_gap if {
	input_ := cluster([node("a", "amd64", []), node("b", "amd64", []), node("c", "arm64", [])])
	mix.gap == {lib.finding("Node", "", "c", "arm64, and it takes pods that name no architecture; most nodes are amd64")} with input as input_
	mix.summary.gap == {"amd64 on 2 nodes, arm64 on 1 node"} with input as input_
}

# A taint that only prefers other nodes keeps nobody away, nor does one that goes by itself.
test_gap_with_taints_that_keep_nobody_away[taint] if {
	some taint in [mocks.taint("x", "", "PreferNoSchedule"), mocks.transient("node.kubernetes.io/not-ready", "NoSchedule")]
	count(mix.gap) == 1 with input as cluster([node("a", "amd64", []), node("b", "arm64", [taint])])
}

test_unknown if count(mix.unknown) == 1 with input as cluster([node("a", "", [])])

test_skip if mix.skip == {"there is no Linux node to judge"} with input as cluster([mocks.node("w", {"os": "windows", "architecture": "amd64"})])
