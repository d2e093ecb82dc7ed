package kready.scaling.unschedulable_test

import data.kready.lib
import data.kready.mocks
import data.kready.scaling.unschedulable

pod(changes) := object.union(
	{
		"kind": "Deployment", "namespace": "shop", "name": "web", "count": 3, "priority": 0, "image": "",
		"reason": "Unschedulable", "since": "2026-11-01T11:00:00Z", "message": "0/3 nodes are available: 3 Insufficient memory.",
	},
	changes,
)

cluster(items) := mocks.cluster({"pendingPods": items, "thresholds": {"podPendingMinutes": 5}})

test_pass if unschedulable.summary.pass == {"no pod has waited for a node for 5 minutes"} with input as cluster([])

test_gap if {
	input_ := cluster([pod({})])
	unschedulable.gap == {
		lib.finding("Deployment", "shop", "web", "3 pods find no node: 0/3 nodes are available: 3 Insufficient memory."),
	} with input as input_
}

# Without a scheduler, pods have no condition at all.
test_unseen if {
	nobody := {"reason": "", "message": "", "unseen": true}
	unschedulable.gap == {
		lib.finding("Deployment", "shop", "web", "no scheduler has looked at 3 pods for more than 5 minutes"),
		lib.finding("Deployment", "shop", "batch", "no scheduler named volcano has looked at 3 pods for more than 5 minutes"),
	} with input as cluster([pod(nobody), pod(object.union(nobody, {"name": "batch", "scheduler": "volcano"}))])
	count(unschedulable.gap) == 0 with input as cluster([pod(object.union(nobody, {"since": "2026-11-01T11:58:00Z"}))])
}

test_left_out if {
	every changes in [
		{"priority": -10}, {"reason": "SchedulingGated"}, {"reason": "ContainerCreating"}, {"since": "2026-11-01T11:56:00Z"},
		{"message": "0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims."},
		{"message": "persistentvolumeclaim \"data\" not found"},
	] {
		count(unschedulable.gap) == 0 with input as cluster([pod(changes)])
	}
}

test_unknown_when_rendered if {
	unschedulable.unknown == {
		{"message": "rendered manifests hold no pods that could be placed"},
	} with input as object.union(cluster([]), {"target": {"kind": "manifests"}})
}
