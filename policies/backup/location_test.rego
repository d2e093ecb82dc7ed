package kready.backup.location_test

import data.kready.backup.location
import data.kready.lib

bucket(changes) := object.union(
	{
		"namespace": "velero", "name": "default", "default": true, "accessMode": "ReadWrite", "phase": "Available",
		"message": "", "validatedAt": "2026-11-01T11:59:30Z", "validationSeconds": -1,
	},
	changes,
)

velero := {"name": "velero", "title": "Velero", "version": "1.19.1", "state": "running", "roles": ["backup/cluster"]}

cluster(locations) := {
	"collectedAt": "2026-11-01T12:00:00Z", "target": {"kind": "cluster"},
	"inventory": [velero], "backupLocations": locations,
}

test_pass if {
	input_ := cluster([bucket({})])
	count(((location.gap | location.unknown) | location.skip)) == 0 with input as input_
	location.summary.pass == {"Velero finds 1 location available, and the default is not read-only"} with input as input_
}

test_gap_when_unavailable if {
	input_ := cluster([bucket({"phase": "Unavailable", "message": "AccessDenied"})])
	location.gap == {lib.finding("BackupStorageLocation", "velero", "default", "Velero cannot reach it: AccessDenied")} with input as input_
}

test_gap_without_any if {
	location.gap == {{"message": "Velero has no BackupStorageLocation: it cannot keep a backup"}} with input as cluster([])
}

test_gap_without_a_default if {
	location.gap == {
		{"message": "no BackupStorageLocation is the default: backups that name none fail"},
	} with input as cluster([bucket({"default": false})])
}

test_gap_when_the_default_is_read_only if {
	location.gap == {
		lib.finding("BackupStorageLocation", "velero", "default", "it is the default and read-only: no backup can be written"),
	} with input as cluster([bucket({"accessMode": "ReadOnly"})])
}

test_another_one_may_be_read_only if {
	count(location.gap) == 0 with input as cluster([bucket({}), bucket({"name": "dr", "default": false, "accessMode": "ReadOnly"})])
}

test_unknown_without_a_phase if {
	location.unknown == {
		lib.finding("BackupStorageLocation", "velero", "default", "Velero has not said whether it is available"),
	} with input as cluster([bucket({"phase": ""})])
}

test_unknown_when_not_tried_for_long if {
	old := bucket({"validatedAt": "2026-11-01T10:00:00Z"})
	location.unknown == {
		lib.finding("BackupStorageLocation", "velero", "default", "Velero found it available at 2026-11-01 10:00 UTC and has not tried since"),
	} with input as cluster([old])
	count(location.unknown) == 0 with input as cluster([object.union(old, {"validationSeconds": 0})])
	count(location.unknown) == 0 with input as cluster([object.union(old, {"validationSeconds": 86400})])
	count(location.unknown) == 0 with input as object.union(cluster([old]), {"target": {"kind": "manifests"}})
}

test_skip_without_velero if location.skip == {"Velero is not installed"} with input as object.union(cluster([]), {"inventory": []})

restores(served) := object.union(cluster([]), {"productResources": [{"name": "restores.velero.io", "read": true, "served": served, "objects": []}]})

# Without its CRDs, there is nothing that a BackupStorageLocation could be made of.
test_gap_without_crds if {
	location.gap == {{
		"message": "Velero's CRDs are not installed: it can have no BackupStorageLocation, and makes no backup",
		"state": "no-crds",
	}} with input as restores(false)
	location.state == {"no-crds"} with input as restores(false)
	location.gap == {{"message": "Velero has no BackupStorageLocation: it cannot keep a backup"}} with input as restores(true)
}
