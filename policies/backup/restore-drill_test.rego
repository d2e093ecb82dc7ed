package kready.backup["restore-drill_test"]

import data.kready.backup["restore-drill"] as drill
import data.kready.mocks

velero := object.union(mocks.running("velero", ["backup/cluster"], []), {"title": "Velero"})

restore(phase, ended) := {"name": "r", "namespace": "velero", "conditions": [], "fields": [
	{"name": "status.phase", "values": [phase]},
	{"name": "status.completionTimestamp", "values": [ended | ended != ""]},
]}

cluster(restores, changes) := mocks.cluster(object.union(
	{
		"inventory": [velero],
		"thresholds": {"restoreDrillDays": 90},
		"blindSpots": [],
		"productResources": [{"name": "restores.velero.io", "served": true, "read": true, "objects": restores}],
	},
	changes,
))

test_pass if {
	input_ := cluster([restore("Completed", "2026-10-01T10:00:00Z"), restore("Failed", "2026-10-02T10:00:00Z")], {})
	count(drill.gap | drill.unknown) == 0 with input as input_
	drill.summary.pass == {"a Restore was Completed on 2026-10-01"} with input as input_
}

test_gap_without_any if drill.gap == {{"message": "there is no Restore that is Completed"}} with input as cluster([], {})

test_gap_that_failed if {
	count(drill.gap) == 1 with input as cluster([restore("PartiallyFailed", "2026-10-30T10:00:00Z")], {})
	drill.summary.gap == {"no backup was restored of late; 1 Restore failed"} with input as cluster([restore("PartiallyFailed", "2026-10-30T10:00:00Z")], {})
}

test_gap_long_ago if {
	drill.gap == {
		{"message": "the newest Restore that is Completed ended on 2026-07-01, more than 90 days ago"},
	} with input as cluster([restore("Completed", "2026-07-01T10:00:00Z"), restore("Completed", "2026-06-01T10:00:00Z")], {})
}

test_unknown_unread if {
	blind := {"productResources": [{"name": "restores.velero.io", "served": true, "read": false, "objects": []}]}
	count(drill.unknown) == 1 with input as cluster([], blind)
	count(drill.gap) == 0 with input as cluster([], blind)
}

test_unknown_on_manifests if {
	count(drill.unknown) == 1 with input as cluster([], {"target": {"kind": "manifests"}})
}

test_skip if count(drill.skip) == 1 with input as cluster([], {"inventory": []})
