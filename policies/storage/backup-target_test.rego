package kready.storage["backup-target_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.storage["backup-target"] as check

target(name, available, message) := {
	"kind": "BackupTarget", "namespace": "longhorn-system", "name": name,
	"fields": [{"name": "status.available", "values": [available]}],
	"conditions": [{"type": "Unavailable", "status": status, "reason": "Unavailable", "message": message} | status := {"true": "False", "false": "True"}[available]],
}

job(task) := {"kind": "RecurringJob", "namespace": "longhorn-system", "name": "nightly", "fields": [{"name": "spec.task", "values": [task]}], "conditions": []}

cluster(targets, jobs) := mocks.cluster({
	"inventory": [mocks.running("longhorn", ["storage/provisioner"], [])],
	"productResources": [
		{"name": "backuptargets.longhorn.io", "read": true, "served": true, "objects": targets},
		{"name": "recurringjobs.longhorn.io", "read": true, "served": true, "objects": jobs},
	],
})

empty := target("default", "false", "backup target URL is empty")

no_url := object.union(lib.finding("BackupTarget", "longhorn-system", "default", "it has no URL"), {"state": "no-target"})

test_gap_no_url if {
	check.gap == {no_url} with input as cluster([empty], [job("backup")])
	check.state == {"no-target"} with input as cluster([empty], [job("backup")])
}

test_gap_unreachable if {
	check.gap == {lib.finding("BackupTarget", "longhorn-system", "default", "Longhorn cannot reach it: AccessDenied")} with input as cluster(
		[target("default", "false", "AccessDenied")],
		[job("backup-force-create")],
	)
}

test_gap_none if check.gap == {{"message": "there is no BackupTarget"}} with input as cluster([], [job("backup")])

test_pass if {
	every targets in [[target("default", "true", "")], [empty, target("offsite", "true", "")]] {
		check.gap == set() with input as cluster(targets, [job("backup")])
		check.summary.pass == {"Longhorn finds 1 BackupTarget available"} with input as cluster(targets, [job("backup")])
	}
}

# Snapshots stay beside their volume.
test_skip_no_backups if check.skip == {"no RecurringJob of Longhorn makes backups"} with input as cluster([empty], [job("snapshot")])

test_skip_not_there if count(check.skip) > 0 with input as mocks.cluster({})
