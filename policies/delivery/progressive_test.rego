package kready.delivery.progressive_test

import data.kready.delivery.progressive
import data.kready.lib
import data.kready.mocks

cluster(state, ready) := mocks.cluster({
	"inventory": [object.union(mocks.running("argo-rollouts", ["delivery/progressive"], []), {
		"title": "Argo Rollouts", "state": state,
		"workloads": [{"kind": "Deployment", "namespace": "kube-system", "name": "argo-rollouts"} | state == "running"],
	})],
	"workloads": [object.union(mocks.daemon("argo-rollouts", {}), {"kind": "Deployment", "desired": 1, "ready": ready})],
})

test_pass if {
	count(progressive.gap | progressive.skip) == 0 with input as cluster("running", 1)
}

test_gap_not_ready if {
	progressive.gap == {
		lib.finding("Deployment", "kube-system", "argo-rollouts", "the only pod of Argo Rollouts is not ready"),
	} with input as cluster("running", 0)
}

test_gap_without_controller if {
	progressive.gap == {
		{"message": "the CRDs of Argo Rollouts are there, and its controller does not run: what is applied of them does nothing", "state": "absent"},
	} with input as cluster("remnant", 0)
}

# Manifests with nothing but CRDs say nothing of a cluster.
test_skip_manifests if {
	count(progressive.skip) == 1 with input as object.union(cluster("remnant", 0), {"target": {"kind": "manifests"}, "workloads": [], "applications": {"workloads": 0}})
}
