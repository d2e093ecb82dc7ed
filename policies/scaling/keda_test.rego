package kready.scaling.keda_test

import data.kready.lib
import data.kready.mocks
import data.kready.scaling.keda

running := object.union(mocks.running("keda", ["scaling/events"], []), {"workloads": []})

object_of(created, conditions) := {
	"kind": "ScaledObject", "namespace": "shop", "name": "worker", "createdAt": created, "fields": [],
	"conditions": [{"type": type, "status": status, "reason": "Why", "message": "what"} | some type, status in conditions],
}

with_objects(objects) := mocks.cluster({
	"inventory": [running],
	"productResources": [{"name": "scaledobjects.keda.sh", "read": true, "served": true, "objects": objects}],
})

old := "2026-10-01T00:00:00Z"

quiet(cluster) if {
	keda.gap == set() with input as cluster
	keda.unknown == set() with input as cluster
}

test_pass if quiet(with_objects([object_of(old, {"Ready": "True", "Active": "False"})]))

test_pass_new if quiet(with_objects([object_of("2026-11-01T11:55:00Z", {})]))

test_gap_refused if {
	keda.gap == {lib.finding("ScaledObject", "shop", "worker", "Why: what")} with input as with_objects([object_of(old, {"Ready": "False"})])
}

test_gap_ignored if {
	keda.gap == {lib.finding("ScaledObject", "shop", "worker", "KEDA has said nothing about it")} with input as with_objects([object_of(old, {})])
}

test_skip_paused if {
	count(keda.skip) == 1 with input as with_objects([object_of(old, {"Ready": "False", "Paused": "True"})])
	keda.gap == set() with input as with_objects([object_of(old, {"Ready": "False", "Paused": "True"})])
}

test_unknown_unread if count(keda.unknown) == 1 with input as mocks.cluster({"inventory": [running], "productResources": []})

test_skip_not_there if count(keda.skip) == 1 with input as mocks.cluster({})
