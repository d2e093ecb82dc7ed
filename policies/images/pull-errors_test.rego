package kready.images["pull-errors_test"]

import data.kready.images["pull-errors"] as pulls
import data.kready.lib
import data.kready.mocks

pod(changes) := object.union(
	{
		"kind": "Deployment", "namespace": "shop", "name": "web", "count": 2, "priority": 0,
		"reason": "ImagePullBackOff", "since": "2026-11-01T11:00:00Z",
		"image": "registry.example/shop/web:2", "message": "401 Unauthorized",
	},
	changes,
)

cluster(items) := mocks.cluster({"pendingPods": items})

test_pass if pulls.summary.pass == {"no pod waits in vain for its image"} with input as cluster([])

test_gap if {
	input_ := cluster([pod({})])
	pulls.gap == {
		lib.finding("Deployment", "shop", "web", "2 pods wait for registry.example/shop/web:2 (ImagePullBackOff): 401 Unauthorized"),
	} with input as input_
	pulls.summary.gap == {"1 workload's pods do not get their image"} with input as input_
}

test_other_reasons_are_no_gap if count(pulls.gap) == 0 with input as cluster([pod({"reason": "ContainerCreating"})])

test_young_ones_may_wait if count(pulls.gap) == 0 with input as cluster([pod({"since": "2026-11-01T11:56:00Z"})])

test_one_that_does_not_say_since_when_counts if {
	pulls.gap == {
		lib.finding("Deployment", "shop", "web", "2 pods wait for registry.example/shop/web:2 (ImagePullBackOff): 401 Unauthorized"),
	} with input as cluster([pod({"since": "0001-01-01T00:00:00Z"})])
}

test_a_service_may_misname_its_image if {
	every changes in [
		{"message": "failed to resolve reference: not found"}, {"message": "manifest unknown"},
		{"message": "NAME_UNKNOWN: repository"}, {"reason": "InvalidImageName"}, {"reason": "ErrImageNeverPull"},
	] {
		count(pulls.gap) == 0 with input as cluster([pod(changes)])
		pulls.summary.pass == {"no pod waits in vain for its image (1 service's pods ask for an image that does not exist)"} with input as cluster([pod(changes)])
	}
}

test_the_platform_may_not if {
	pulls.gap == {
		lib.finding("Deployment", "kube-system", "web", "2 pods wait for registry.example/shop/web:2 (ImagePullBackOff): not found"),
	} with input as cluster([pod({"namespace": "kube-system", "message": "not found"})])
}

test_without_a_message if {
	pulls.gap == {
		lib.finding("Deployment", "shop", "web", "2 pods wait for registry.example/shop/web:2 (ImagePullBackOff)"),
	} with input as cluster([pod({"message": ""})])
}

test_what_may_be_hidden_is_a_gap if {
	every message in [
		"repository does not exist or may require authorization: not found", "403 Forbidden: not found",
		"dial tcp: lookup registry.example: no such host", "toomanyrequests: rate limit", "x509: certificate not found",
	] {
		pulls.gap == {
			lib.finding("Deployment", "shop", "web", sprintf("2 pods wait for registry.example/shop/web:2 (ImagePullBackOff): %s", [message])),
		} with input as cluster([pod({"message": message})])
	}
}

test_unknown_when_rendered if {
	input_ := object.union(cluster([]), {"target": {"kind": "manifests"}})
	pulls.unknown == {{"message": "rendered manifests hold no pods that could wait"}} with input as input_
}
