package kready.cluster["one-operator_test"]

import data.kready.cluster["one-operator"] as one
import data.kready.lib

manager(namespace, changes) := object.union(
	{
		"name": "cert-manager", "title": "cert-manager", "version": "1.21.0", "state": "running", "namespace": namespace, "singleton": true,
		"workloads": [{"kind": "Deployment", "namespace": namespace, "name": "cert-manager"}],
	},
	changes,
)

gaps(inventory) := found if found := one.gap with input as {"inventory": inventory}

test_pass if {
	gaps([manager("cert-manager", {})]) == set()
	one.summary == {"1 operator that has to be alone runs once"} with input as {"inventory": [manager("cert-manager", {})]}
}

test_gap if {
	twice := [manager("cert-manager", {}), manager("shop", {"version": "1.20.1"})]
	gaps(twice) == {
		lib.finding("Deployment", "cert-manager", "cert-manager", "it runs cert-manager 1.21.0, beside shop/cert-manager"),
		lib.finding("Deployment", "shop", "cert-manager", "it runs cert-manager 1.20.1, beside cert-manager/cert-manager"),
	}
	one.summary == {"2 instances of cert-manager run, and each expects to be alone"} with input as {"inventory": twice}
}

test_pass_when_one_is_narrowed if gaps([manager("cert-manager", {}), manager("shop", {"singleton": false})]) == set()

test_pass_when_only_declared if gaps([manager("cert-manager", {}), manager("shop", {"state": "declared"})]) == set()

test_skip if {
	one.skip == {
		"no operator runs here that has to be alone",
	} with input as {"inventory": [manager("a", {"singleton": false}), manager("b", {"singleton": false})]}
}
