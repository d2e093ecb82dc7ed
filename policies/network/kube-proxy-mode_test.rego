package kready.network["kube-proxy-mode_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.network["kube-proxy-mode"] as check

proxy := mocks.running("kube-proxy", ["network/service-proxy"], [])

configured(mode, minor) := mocks.cluster({
	"version": {"minor": minor},
	"inventory": [proxy],
	"workloads": [mocks.daemon("kube-proxy", {})],
	"networkConfig": {"kubeProxy": {"found": true, "configMap": "kube-proxy", "mode": mode}},
})

gaps(cluster) := found if found := check.gap with input as cluster

test_pass[mode] if {
	some mode in ["nftables", "iptables"]
	gaps(configured(mode, 37)) == set()
}

test_gap_ipvs if gaps(configured("ipvs", 34)) == {lib.finding("ConfigMap", "kube-system", "kube-proxy", "mode: ipvs")}

test_unset[minor] if {
	some minor, messages in {"34": set(), "36": set(), "37": {"mode is not set"}, "39": {"mode is not set"}, "40": set()}
	want := {lib.finding("ConfigMap", "kube-system", "kube-proxy", message) | some message in messages}
	gaps(configured("", to_number(minor))) == want
}

test_unset_of_a_version_to_come[asked] if {
	some asked, messages in {"38": set(), "40": {"mode is not set"}}
	want := {lib.finding("ConfigMap", "kube-system", "kube-proxy", message) | some message in messages}
	gaps(object.union(configured("", 36), {"forVersion": {"minor": to_number(asked)}})) == want
}

test_unset_is_said if {
	check.summary.pass == {"kube-proxy's mode is not set, which will matter from Kubernetes 1.37 on"} with input as configured("", 36)
}

flagged(mode) := mocks.cluster({"inventory": [proxy], "workloads": [mocks.daemon("kube-proxy", mocks.flags("proxy-mode", mode))]})

# RKE2 has no ConfigMap: the mode is an argument.
test_argument_ipvs if gaps(flagged("ipvs")) == {lib.finding("DaemonSet", "kube-system", "kube-proxy", "mode: ipvs")}

test_argument_iptables if gaps(flagged("iptables")) == set()

# The ConfigMap takes precedence: kube-proxy then ignores the argument.
test_config_outweighs_argument if {
	cluster := object.union(configured("nftables", 37), {"workloads": [mocks.daemon("kube-proxy", mocks.flags("proxy-mode", "ipvs"))]})
	gaps(cluster) == set()
}

test_unknown_mode if {
	check.unknown == {
		lib.finding("ConfigMap", "kube-system", "kube-proxy", "kready does not know mode eels"),
	} with input as configured("eels", 37)
}

test_unknown_neither if {
	cluster := mocks.cluster({"version": {"minor": 37}, "inventory": [proxy], "workloads": [mocks.daemon("kube-proxy", {})]})
	gaps(cluster) == set()
	check.unknown == {
		lib.finding("DaemonSet", "kube-system", "kube-proxy", "neither a ConfigMap nor an argument names its mode"),
	} with input as cluster
}

test_pass_windows if gaps(configured("kernelspace", 37)) == set()

test_skip[name] if {
	some name, inventory in {
		"CILIUM": [mocks.running("cilium", ["network/service-proxy"], [])],
		"KUBE-PROXY": [mocks.hidden("kube-proxy", ["network/service-proxy"])],
	}
	check.skip == {
		sprintf("kube-proxy does not run as a workload here: %s is there to implement Services", [name]),
	} with input as mocks.cluster({"inventory": inventory})
}

test_unset_by_kubelets if {
	guessed := object.union(configured("", 37), {"version": {"minor": 37, "guess": true}})
	gaps(guessed) == set()
	check.unknown == {lib.finding("ConfigMap", "kube-system", "kube-proxy", "mode is not set, and what that means depends on the version of Kubernetes, which was not read")} with input as guessed
}
