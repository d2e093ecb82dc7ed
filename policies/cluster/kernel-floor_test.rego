package kready.cluster["kernel-floor_test"]

import data.kready.cluster["kernel-floor"] as kernel
import data.kready.lib
import data.kready.mocks

cluster(mode, kernels) := mocks.cluster({
	"nodes": [mocks.node(sprintf("n%d", [i]), {"kernelVersion": version}) | some i, version in kernels],
	"networkConfig": {"kubeProxy": {"found": true, "configMap": "kube-proxy", "mode": mode}},
})

test_pass if {
	count(kernel.gap | kernel.unknown) == 0 with input as cluster("nftables", ["5.13.0", "6.8.0-55-generic", "5.14.0-503.el9.x86_64"])
	kernel.summary.pass == {"the oldest kernel is Linux 5.13"} with input as cluster("nftables", ["5.13.0", "6.8.0-55-generic"])
}

test_gap if {
	kernel.gap == {
		lib.finding("Node", "", "n1", "Linux 4.18.0-553.el8_10.x86_64: kube-proxy in mode nftables needs 5.13"),
		lib.finding("Node", "", "n2", "Linux 5.4.0: kube-proxy in mode nftables needs 5.13"),
	} with input as cluster("nftables", ["6.1.0", "4.18.0-553.el8_10.x86_64", "5.4.0"])
}

# 5.9 is older than 5.13: numbers are compared, not texts.
test_gap_by_number if count(kernel.gap) == 1 with input as cluster("nftables", ["5.9.16"])

test_unknown_without_a_version if {
	kernel.unknown == {lib.finding("Node", "", "n0", "it does not say which kernel it has")} with input as cluster("nftables", [""])
}

test_windows_is_left_out if {
	input_ := object.union(cluster("nftables", []), {"nodes": [mocks.node("w", {"os": "windows", "kernelVersion": "10.0.20348"})]})
	kernel.skip == {"there is no Linux node to judge"} with input as input_
}

test_skip_in_another_mode[mode] if {
	some mode in ["iptables", "ipvs", ""]
	count(kernel.skip) == 1 with input as cluster(mode, ["4.18.0"])
	count(kernel.gap) == 0 with input as cluster(mode, ["4.18.0"])
}
