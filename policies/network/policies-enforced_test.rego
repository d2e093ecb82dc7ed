package kready.network["policies-enforced_test"]

import data.kready.mocks
import data.kready.network["policies-enforced"] as enforced

policy := mocks.service_object("networking.k8s.io", "v1", "NetworkPolicy", "web", {})

test_needy if enforced.needy == {mocks.on("NetworkPolicy", "web", 3, "platform", "it has to be enforced")} with input as {"service": {"objects": [policy]}}

# A policy of Cilium is Cilium's to enforce.
test_other_kinds_do_not_count if {
	count(enforced.skip) == 1 with input as {"service": {"objects": [mocks.service_object("cilium.io", "v2", "CiliumNetworkPolicy", "web", {})]}}
}
