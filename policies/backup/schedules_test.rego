package kready.backup.schedules_test

import data.kready.backup.schedules
import data.kready.lib

daily(changes) := object.union(
	{
		"namespace": "velero", "name": "daily", "createdAt": "2026-06-01T00:00:00Z",
		"paused": false, "phase": "Enabled", "errors": [],
	},
	changes,
)

velero := {"name": "velero", "title": "Velero", "version": "1.19.1", "state": "running", "roles": ["backup/cluster"]}

cluster(items) := {"collectedAt": "2026-11-01T12:00:00Z", "inventory": [velero], "backupSchedules": items}

test_pass if schedules.summary.pass == {"1 schedule is valid and not paused"} with input as cluster([daily({})])

test_gap_when_paused if {
	schedules.summary.gap == {"1 of 2 schedules makes no backups"} with input as cluster([daily({}), daily({"name": "b", "paused": true})])
}

test_gap_when_refused if {
	input_ := cluster([daily({"phase": "FailedValidation", "errors": ["invalid schedule"]})])
	schedules.gap == {lib.finding("Schedule", "velero", "daily", "Velero refuses it: invalid schedule")} with input as input_
}

test_gap_when_nobody_looks if {
	schedules.gap == {
		object.union(lib.finding("Schedule", "velero", "daily", "Velero has not looked at it"), {"state": "ignored"}),
	} with input as cluster([daily({"phase": ""})])
}

test_a_young_one_may_wait if {
	count(schedules.gap | schedules.unknown) == 0 with input as cluster([daily({"phase": "New", "createdAt": "2026-11-01T11:58:00Z"})])
}

test_unknown_in_manifests if {
	schedules.unknown == {
		lib.finding("Schedule", "velero", "daily", "it carries no status"),
	} with input as cluster([daily({"phase": "", "createdAt": "0001-01-01T00:00:00Z"})])
}

test_skip if {
	schedules.skip == {"Velero has no Schedule: backup/recent tells what that means"} with input as cluster([])
	schedules.skip == {"Velero is not installed"} with input as object.union(cluster([daily({})]), {"inventory": []})
}
