package kready.backup["jobs-succeed_test"]

import data.kready.backup["jobs-succeed"] as check
import data.kready.lib
import data.kready.mocks

field(name, value) := {"name": name, "values": [value]}

object_of(kind, id, created, fields, conditions) := {
	"kind": kind, "namespace": "shop", "name": id, "createdAt": created, "fields": fields, "conditions": conditions,
}

cluster(made_by, resources) := mocks.cluster({
	"inventory": [mocks.running(made_by, ["backup/cluster"], [])],
	"productResources": [{"name": name, "read": true, "served": true, "asked": ["spec.paused"], "objects": objects} | some name, objects in resources],
})

repository(phase, message) := object_of(
	"BackupRepository", "shop-default-kopia", "2026-10-01T00:00:00Z", [
		field("spec.volumeNamespace", "shop"), field("status.phase", phase), field("status.message", message),
	],
	[],
)

velero(objects) := cluster("velero", {"backuprepositories.velero.io": objects})

test_repository if {
	refused := lib.finding("BackupRepository", "shop", "shop-default-kopia", "Velero cannot use it for the volumes of namespace shop: invalid password")
	check.gap == {object.union(refused, {"state": "repository"})} with input as velero([repository("NotReady", "invalid password")])
	check.state == {"repository"} with input as velero([repository("NotReady", "")])
	check.gap == set() with input as velero([repository("Ready", ""), repository("New", "")])
	check.summary.pass == {"1 object of VELERO, and none reports a failure"} with input as velero([repository("Ready", "")])
}

condition(type, status, reason) := {"type": type, "status": status, "reason": reason, "message": "M"}

backup(name, created, conditions) := object_of("Backup", name, created, [], conditions)

k8up(objects) := cluster("k8up", {"backups.k8up.io": objects})

test_k8up if {
	failed := backup("new", "2026-11-01T02:00:00Z", [condition("Completed", "True", "Failed")])
	succeeded := backup("old", "2026-10-31T02:00:00Z", [condition("Completed", "True", "Succeeded"), condition("PreBackupPodReady", "False", "Finished")])
	running := backup("running", "2026-11-01T11:00:00Z", [condition("Progressing", "True", "Started")])
	check.gap == {lib.finding("Backup", "shop", "new", "it failed (Failed: M), and no newer one has ended")} with input as k8up([failed, succeeded, running])
	newer := object.union(succeeded, {"createdAt": "2026-11-01T03:00:00Z"})
	check.gap == set() with input as k8up([failed, newer])
	hook := backup("hook", "2026-11-01T02:00:00Z", [condition("PreBackupPodReady", "False", "Failed")])
	check.gap == {lib.finding("Backup", "shop", "hook", "what was to run before it failed (Failed: M), and no newer one has ended")} with input as k8up([hook])
}

source(fields, conditions) := object_of("ReplicationSource", "data", "2026-10-01T00:00:00Z", fields, conditions)

volsync(objects) := cluster("volsync", {"replicationsources.volsync.backube": objects})

test_volsync if {
	check.gap == {lib.finding("ReplicationSource", "shop", "data", "its last run failed")} with input as volsync([source([field("status.latestMoverStatus.result", "Failed")], [])])
	check.gap == {lib.finding("ReplicationSource", "shop", "data", "VolSync reports an error (Error: M)")} with input as volsync([source([], [condition("Synchronizing", "False", "Error")])])
	check.gap == set() with input as volsync([source([field("status.latestMoverStatus.result", "Successful")], [condition("Synchronizing", "False", "WaitingForSchedule")])])
	paused := source([field("spec.paused", "true"), field("status.latestMoverStatus.result", "Failed")], [])
	check.gap == {object.union(lib.finding("ReplicationSource", "shop", "data", "it is paused"), {"state": "paused"})} with input as volsync([paused])
}

session(name, created, phase) := object_of("BackupSession", name, created, [field("spec.invoker.name", "data"), field("status.phase", phase)], [])

test_stash if {
	sessions := [session("a", "2026-10-31T02:00:00Z", "Succeeded"), session("b", "2026-11-01T02:00:00Z", "Failed"), session("c", "2026-11-01T11:00:00Z", "Running")]
	paused := object_of("BackupConfiguration", "data", "2026-10-01T00:00:00Z", [field("spec.paused", "true")], [])
	stash := cluster("stash", {"backupsessions.stash.appscode.com": sessions, "backupconfigurations.stash.appscode.com": [paused]})
	check.gap == {
		lib.finding("BackupSession", "shop", "b", "it failed, and no newer one has ended"),
		object.union(lib.finding("BackupConfiguration", "shop", "data", "it is paused"), {"state": "paused"}),
	} with input as stash
	check.state == {"paused"} with input as stash
}

test_unknown if check.unknown == {{"message": "backups.k8up.io could not be read (not-collected)"}} with input as cluster("k8up", {})

test_skip if {
	check.skip == {"no product runs here whose runs kready reads"} with input as mocks.cluster({})
	check.skip == {"no backup of volumes reports anything"} with input as velero([])
	check.skip == {"the manifests are not applied: nothing was saved"} with input as object.union(velero([]), {"target": {"kind": "manifests"}, "applications": {"workloads": 0}})
}
