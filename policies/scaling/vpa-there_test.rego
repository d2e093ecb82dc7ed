package kready.scaling["vpa-there_test"]

import data.kready.mocks
import data.kready.scaling["vpa-there"] as vpa

object_of(mode) := object.union(mocks.manifest("VerticalPodAutoscaler", "shop", "web"), {
	"group": "autoscaling.k8s.io",
	"fields": [{"path": "spec.updatePolicy.updateMode", "value": mode, "line": 9}],
})

land(mode, roles) := {
	"service": {"objects": [object_of(mode)], "pods": []}, "candidates": [],
	"inventory": [{"name": "vpa", "title": "Vertical Pod Autoscaler", "state": "running", "roles": roles, "workloads": []}],
}

test_pass if count(vpa.gap) == 0 with input as land("Recreate", ["scaling/pods", "scaling/recommender"])

test_no_recommender if {
	vpa.gap == {
		mocks.on("VerticalPodAutoscaler", "web", 9, "platform", "the Vertical Pod Autoscaler does nothing for it: its recommender does not run"),
	} with input as land("Off", [])
}

test_half if count(vpa.gap) == 1 with input as land("Recreate", ["scaling/recommender"])

# Off recommends alone, for which the recommender is enough.
test_off if count(vpa.gap) == 0 with input as land("Off", ["scaling/recommender"])

test_skip if count(vpa.skip) == 1 with input as {}
