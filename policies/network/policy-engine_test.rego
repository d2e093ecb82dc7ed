package kready.network["policy-engine_test"]

import data.kready.mocks
import data.kready.network["policy-engine"] as check

cilium := mocks.running("cilium", ["network/cni", "network/policy"], [])

test_pass if {
	cluster := mocks.cluster({"inventory": [cilium]})
	count(check.gap) == 0 with input as cluster
	check.summary.pass == {"CILIUM can enforce NetworkPolicy"} with input as cluster
}

test_pass_hidden if count(check.gap) == 0 with input as mocks.cluster({"inventory": [mocks.hidden("kube-router", ["network/policy"])]})

test_pass_two_are_said if {
	cluster := mocks.cluster({"inventory": [cilium, mocks.running("calico", ["network/policy"], [])]})
	check.summary.pass == {"CALICO, CILIUM are all there to enforce NetworkPolicies: remove all but one, they get in each other's way"} with input as cluster
}

test_gap if {
	cluster := mocks.cluster({"inventory": [mocks.running("flannel", ["network/cni"], [])]})
	check.gap == {{"message": "no workload of a known NetworkPolicy engine runs in this cluster"}} with input as cluster
	check.summary.gap == {"no known NetworkPolicy engine runs, and nothing that is not recognised looks like one"} with input as cluster
}

test_gap_names_what_is_left if {
	remnant := object.union(cilium, {"state": "remnant", "evidence": ["CRD ciliumnetworkpolicies.cilium.io"]})
	check.gap == {
		{"message": "CILIUM does not run; what is left of it: CRD ciliumnetworkpolicies.cilium.io"},
		{"message": "no workload of a known NetworkPolicy engine runs in this cluster"},
	} with input as mocks.cluster({"inventory": [remnant]})
}

# A CNI that nobody knows may well enforce policies.
test_unknown_unexplained if {
	cluster := mocks.cluster({"candidates": [mocks.candidate("network/policy", "housenet")]})
	count(check.gap) == 0 with input as cluster
	check.unknown == {mocks.stranger("housenet")} with input as cluster
}

test_unknown_eks_auto if {
	cluster := mocks.cluster({"distribution": {"name": "eks", "features": ["Auto Mode"]}})
	check.unknown == {{"message": "nodes of EKS Auto Mode run their network agents out of sight"}} with input as cluster
}

test_unknown_manifests if {
	declared := object.union(cilium, {"state": "declared", "workloads": []})
	manifests := mocks.cluster({"target": {"kind": "manifests"}, "inventory": [declared]})
	count(check.gap) == 0 with input as manifests
	check.unknown == {{"message": "CILIUM would bring an engine, once these manifests are applied"}} with input as manifests
}

# An engine that nobody knows, and that was seen to block, is an engine.
proven := {
	"name": "network/policy-ingress-enforced", "obstacle": "",
	"trials": [
		{"phase": "baseline", "want": "answered", "got": "answered"},
		{"phase": "proof", "want": "blocked", "got": "blocked"},
	],
}

test_pass_proven if {
	cluster := mocks.cluster({"inventory": [mocks.running("flannel", ["network/cni"], [])], "probes": [proven]})
	count(check.gap) == 0 with input as cluster
	check.summary.pass == {"a probe saw policies enforced, by an engine that kready does not know"} with input as cluster
}

test_gap_probed_and_open if {
	open := object.union(proven, {"trials": [{"phase": "proof", "want": "blocked", "got": "answered"}]})
	check.gap == {
		{"message": "no workload of a known NetworkPolicy engine runs in this cluster"},
	} with input as mocks.cluster({"inventory": [mocks.running("flannel", ["network/cni"], [])], "probes": [open]})
}
