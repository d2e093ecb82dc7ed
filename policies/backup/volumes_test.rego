package kready.backup.volumes_test

import data.kready.backup.volumes
import data.kready.mocks

schedule(changes) := object.union(
	{
		"namespace": "velero", "name": "daily", "paused": false, "fileSystem": "true", "moveData": "default", "snapshots": "default",
		"includedNamespaces": [], "excludedNamespaces": [], "takes": "all", "volumePolicy": "no",
	},
	changes,
)

ref := {"kind": "Deployment", "namespace": "velero", "name": "velero"}

server := object.union(ref, {"status": true, "desired": 1, "ready": 1, "backupVolumes": "", "podLabels": {}, "containers": [{"name": "velero", "image": {"tag": ""}, "args": []}]})

cluster(schedules, changes) := mocks.cluster(object.union(
	{
		"inventory": [{"name": "velero", "title": "Velero", "version": "", "state": "running", "roles": ["backup/cluster"], "workloads": [ref]}],
		"workloads": [server], "backupSchedules": schedules, "blindSpots": [],
		"namespaces": [{"name": "shop", "phase": "Active", "labels": {}}, {"name": "velero", "phase": "Active", "labels": {}}],
		"boundClaims": [{"namespace": "shop", "class": "fast", "claims": 2}, {"namespace": "velero", "class": "fast", "claims": 1}],
		"productResources": [{"name": "volumesnapshotlocations.velero.io", "served": true, "read": true, "objects": []}],
	},
	changes,
))

messages contains f.message if some f in volumes.gap

test_in_a_backup[name] if {
	some name, changes in {
		"all": {},
		"a star": {"includedNamespaces": ["*"]},
		"by its name": {"includedNamespaces": ["shop"]},
		"by a pattern": {"includedNamespaces": ["sh*"]},
		"excluded on purpose": {"excludedNamespaces": ["shop"]},
		"by a policy of its own": {"fileSystem": "false", "snapshots": "false", "volumePolicy": "yes"},
	}
	count(volumes.gap | volumes.unknown) == 0 with input as cluster([schedule(changes)], {})
}

test_left_out[name] if {
	some name, schedules in {
		"not named": [schedule({"includedNamespaces": ["cart"]})],
		"by a pattern": [schedule({"excludedNamespaces": ["sh*"]})],
		"the one that includes it is paused": [schedule({"paused": true}), schedule({"includedNamespaces": ["cart"]})],
	}
	messages == {"no active Schedule of Velero includes it: the volumes of its 2 claims are in no backup"} with input as cluster(schedules, {})
}

test_one_of_two_schedules_is_enough if {
	count(volumes.gap) == 0 with input as cluster([schedule({"includedNamespaces": ["cart"]}), schedule({"includedNamespaces": ["shop"]})], {})
}

test_a_label_leaves_out_on_purpose if {
	labelled := [{"name": "shop", "phase": "Active", "labels": {"velero.io/exclude-from-backup": "true"}}]
	count(volumes.skip) == 1 with input as cluster([schedule({"includedNamespaces": ["cart"]})], {"namespaces": labelled})
}

test_a_provider_snaps_all_classes if {
	located := {"productResources": [{"name": "volumesnapshotlocations.velero.io", "served": true, "read": true, "objects": [{"name": "default"}]}]}
	count(volumes.gap) == 0 with input as cluster([schedule({"fileSystem": "default"})], located)
}

test_without_schedules_another_check_says_it if {
	count(volumes.skip) == 1 with input as cluster([schedule({"paused": true})], {})
}
