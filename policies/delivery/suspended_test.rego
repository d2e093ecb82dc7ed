package kready.delivery.suspended_test

import data.kready.delivery.suspended
import data.kready.lib
import data.kready.mocks

cluster(deliveries, sources) := mocks.cluster({"deliveries": deliveries, "deliverySources": sources})

test_pass if {
	input_ := cluster([mocks.kustomization({}), mocks.application({})], [mocks.repository({})])
	suspended.summary.pass == {"3 units and sources of the platform, and none is suspended"} with input as input_
}

test_gap if {
	suspended.gap == {
		lib.finding("Kustomization", "flux-system", "infra", "it is suspended"),
	} with input as cluster([mocks.kustomization({"suspended": true})], [])
	suspended.gap == {
		lib.finding("GitRepository", "flux-system", "platform", "it is suspended"),
	} with input as cluster([mocks.kustomization({})], [mocks.repository({"suspended": true})])
	suspended.gap == {
		object.union(lib.finding("Application", "argocd", "dns", "it is synced only when somebody asks"), {"state": "argo"}),
	} with input as cluster([mocks.application({"automated": false})], [])
}

test_out_of_sync_is_another_check if {
	count(suspended.gap) == 0 with input as cluster([mocks.application({"automated": false, "sync": "OutOfSync"})], [])
}

test_services_may_pause if {
	count(suspended.gap) == 0 with input as cluster([mocks.application({"automated": false, "into": "shop"}), mocks.application({})], [])
}

test_skip if suspended.skip == {"no controller delivers anything to the platform's namespaces"} with input as cluster([], [])
