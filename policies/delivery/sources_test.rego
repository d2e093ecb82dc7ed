package kready.delivery.sources_test

import data.kready.delivery.sources
import data.kready.lib
import data.kready.mocks

cluster(items) := mocks.cluster({
	"inventory": [mocks.running("cilium", ["network/cni"], [])],
	"deliverySources": items,
	"deliveries": [mocks.kustomization({})],
})

test_pass if {
	input_ := cluster([mocks.repository({})])
	sources.summary.pass == {"1 source of the platform, and none fails"} with input as input_
	count(sources.skip) == 0 with input as input_
}

test_gap if {
	input_ := cluster([mocks.repository({"ready": "False", "reason": "GitOperationFailed", "message": "auth"})])
	sources.gap == {lib.finding("GitRepository", "flux-system", "platform", "GitOperationFailed: auth")} with input as input_
}

test_gap_when_nobody_looks if {
	sources.gap == {
		lib.finding("GitRepository", "flux-system", "platform", "no controller has said anything about it"),
	} with input as cluster([mocks.repository({"ready": ""})])
}

test_gap_when_argo_cannot_compare if {
	broken := mocks.application({"sync": "Unknown", "reason": "ComparisonError", "message": "authentication required"})
	sources.gap == {
		lib.finding("Application", "argocd", "dns", "ComparisonError: authentication required"),
	} with input as object.union(cluster([]), {"deliveries": [broken]})
}

test_sources_of_services_are_theirs if {
	other := mocks.repository({"name": "shop", "ready": "False"})
	count(sources.gap) == 0 with input as cluster([mocks.repository({}), other])
}

test_left_out if {
	sources.skip == {
		"nothing is delivered to the platform's namespaces from a source that kready can read",
	} with input as cluster([mocks.repository({"suspended": true, "ready": "False"})])
	sources.skip == {
		"nothing is delivered to the platform's namespaces from a source that kready can read",
	} with input as cluster([mocks.repository({"static": true, "ready": ""})])
	sources.skip == {"nothing is delivered to the platform's namespaces from a source that kready can read"} with input as cluster([])
}

test_a_young_one_may_wait if {
	young := mocks.repository({"ready": "", "createdAt": "2026-11-01T11:55:00Z"})
	count(sources.gap | sources.unknown) == 0 with input as cluster([young])
}

test_unknown_in_manifests if {
	sources.unknown == {
		lib.finding("GitRepository", "flux-system", "platform", "it carries no status"),
	} with input as cluster([mocks.repository({"ready": "", "createdAt": "0001-01-01T00:00:00Z"})])
}
