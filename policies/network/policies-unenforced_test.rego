package kready.network["policies-unenforced_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.network["policies-unenforced"] as check

policy(namespace) := {"namespace": namespace, "name": "default-deny"}

calico := mocks.running("calico", ["network/cni", "network/policy"], [])

cilium := mocks.running("cilium", ["network/cni", "network/policy"], [])

never := {"cilium": {"found": true, "namespace": "kube-system", "enablePolicy": "never"}}

test_pass_enforced if count(check.gap) == 0 with input as mocks.cluster({"inventory": [calico], "networkPolicies": [policy("shop")]})

test_pass_none if {
	count(check.gap) == 0 with input as mocks.cluster({})
	check.summary == {"there is no NetworkPolicy outside of system namespaces"} with input as mocks.cluster({})
}

test_pass_only_of_probes[namespace] if {
	some namespace in ["kready-probe-0a1b2c3d", "kready-probe-0a1b2c3d-mesh-0"]
	count(check.gap) == 0 with input as mocks.cluster({"networkPolicies": [policy(namespace)]})
}

test_gap_beside_probes[namespace] if {
	some namespace in ["kready-probe-shop", "kready", "my-kready-probe-0a1b2c3d"]
	count(check.gap) == 1 with input as mocks.cluster({"networkPolicies": [policy(namespace), policy("kready-probe-0a1b2c3d")]})
}

test_pass_only_system[namespace] if {
	some namespace in ["kube-system", "openshift-monitoring", "calico-system"]
	count(check.gap) == 0 with input as mocks.cluster({"networkPolicies": [policy(namespace)]})
}

test_gap_no_engine if {
	cluster := mocks.cluster({"networkPolicies": [policy("shop"), policy("bank")]})
	check.gap == {
		lib.finding("NetworkPolicy", "bank", "default-deny", "nothing that is known enforces it"),
		lib.finding("NetworkPolicy", "shop", "default-deny", "nothing that is known enforces it"),
	} with input as cluster
	check.summary == {"nothing known enforces 2 NetworkPolicies in 2 namespaces: no known engine runs"} with input as cluster
}

test_gap_switched_off if {
	cluster := mocks.cluster({"inventory": [cilium], "networkConfig": never, "networkPolicies": [policy("shop")]})
	check.summary == {"nothing enforces 1 NetworkPolicy in 1 namespace: CILIUM is switched off"} with input as cluster
}

test_unknown_unexplained if {
	cluster := mocks.cluster({"candidates": [mocks.candidate("network/policy", "housenet")], "networkPolicies": [policy("shop")]})
	count(check.gap) == 0 with input as cluster
	check.unknown == {mocks.stranger("housenet")} with input as cluster
}

test_pass_unexplained_but_no_policy if {
	cluster := mocks.cluster({"candidates": [mocks.candidate("network/policy", "housenet")]})
	count(check.unknown) == 0 with input as cluster
}

test_unknown_config_unread if {
	cluster := mocks.cluster({"inventory": [cilium], "networkPolicies": [policy("shop")]})
	check.unknown == {
		lib.finding("ConfigMap", "kube-system", "cilium-config", "it was not found, so nothing says whether Cilium enforces"),
	} with input as cluster
}
