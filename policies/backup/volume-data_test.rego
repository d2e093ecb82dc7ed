package kready.backup["volume-data_test"]

import data.kready.backup["volume-data"] as volumes
import data.kready.lib
import data.kready.mocks

server(flags) := {
	"kind": "Deployment", "namespace": "velero", "name": "velero", "status": true, "desired": 1, "ready": 1, "podLabels": {},
	"backupVolumes": "", "containers": [{"name": "velero", "image": {"tag": ""}, "args": [{"name": k, "value": v} | some k, v in flags]}],
}

agent(changes) := object.union(mocks.daemon("node-agent", {"namespace": "velero", "backupVolumes": ""}), changes)

velero(daemons) := {
	"name": "velero", "title": "Velero", "version": "", "state": "running", "roles": ["backup/cluster"],
	"workloads": array.concat(
		[{"kind": "Deployment", "namespace": "velero", "name": "velero"}],
		[{"kind": "DaemonSet", "namespace": "velero", "name": d.name} | some d in daemons],
	),
}

schedule(changes) := object.union(
	{"namespace": "velero", "name": "daily", "paused": false, "fileSystem": "default", "moveData": "default", "dataMover": "", "snapshots": "default"},
	changes,
)

locations(objects) := [{"name": "volumesnapshotlocations.velero.io", "served": true, "read": true, "objects": objects}]

cluster(flags, daemons, missing, schedules) := mocks.cluster({
	"inventory": [velero(daemons)], "workloads": array.concat([server(flags)], daemons), "backupSchedules": schedules,
	"coverage": [{"namespace": "velero", "name": d.name, "covered": 1, "of": 2, "missing": missing} | some d in daemons],
	"productResources": locations([]), "blindSpots": [],
})

fs := {"default-volumes-to-fs-backup": "true"}

messages contains f.message if some f in volumes.gap

no_agent(who) := {lib.finding("Deployment", "velero", "velero", sprintf("%s asks for the data of volumes, and there is no node agent: it is not saved", [who]))}

test_gap_without_an_agent[name] if {
	some name, case in {
		"by the server": [cluster(fs, [], [], []), "Velero's server (--default-volumes-to-fs-backup)"],
		"by its old name": [cluster({"default-volumes-to-restic": "true"}, [], [], []), "Velero's server (--default-volumes-to-fs-backup)"],
		"by a schedule": [cluster({}, [], [], [schedule({"fileSystem": "true"})]), "Schedule velero/daily"],
		"by moving": [cluster({}, [], [], [schedule({"moveData": "true"})]), "Schedule velero/daily"],
		"by the server's moving": [cluster({"default-snapshot-move-data": "true"}, [], [], []), "Velero's server (--default-snapshot-move-data)"],
		"by an annotation": [
			object.union(cluster({}, [], [], []), {"workloads": [server({}), object.union(server({}), {"namespace": "shop", "name": "db", "backupVolumes": "data"})]}),
			"the annotation on the pods of Deployment shop/db",
		],
	}
	volumes.gap == no_agent(case[1]) with input as case[0]
}

test_not_asked[name] if {
	some name, input_ in {
		"nothing": cluster({}, [], [], []),
		"the flag is off": cluster({"default-volumes-to-fs-backup": "false"}, [], [], []),
		"the only schedule refuses": cluster(fs, [], [], [schedule({"fileSystem": "false"})]),
		"the schedule is paused": cluster({}, [], [], [schedule({"fileSystem": "true", "paused": true})]),
		"another data mover": cluster({}, [], [], [schedule({"moveData": "true", "dataMover": "other"})]),
	}
	count(volumes.gap) == 0 with input as input_
	count(volumes.skip) == 1 with input as input_
}

test_pass if {
	said := "Velero's server (--default-volumes-to-fs-backup) asks for the data of volumes, and the node agent is ready on every node that takes ordinary pods"
	volumes.summary.pass == {said} with input as cluster(fs, [agent({})], [], [])
	count(volumes.gap | volumes.unknown) == 0 with input as cluster(fs, [agent({})], [], [])
}

test_gap_when_no_agent_is_ready if {
	down := cluster(fs, [agent({"ready": 0})], ["a", "b"], [])
	messages == {"none of its 2 pods is ready: no data of volumes is saved"} with input as down
	volumes.state == {"agent-not-ready"} with input as down
}

test_gap_on_a_node if {
	volumes.gap == {
		object.union(lib.finding("Node", "", "b", "no node agent of Velero is ready: the volumes of its pods are not saved"), {"state": "agent-not-ready"}),
	} with input as cluster(fs, [agent({})], ["b"], [])

	# Snapshots can be moved from another node, and a node for other pods need not have one.
	count(volumes.gap) == 0 with input as cluster({"default-snapshot-move-data": "true"}, [agent({})], ["b"], [])
	tainted := object.union(cluster(fs, [agent({})], ["b"], []), {"nodes": [mocks.node("a", {}), mocks.node("b", mocks.dedicated("gpu"))]})
	count(volumes.gap) == 0 with input as tainted
	some text in volumes.summary.pass with input as tainted
	endswith(text, "(not on b)")
}

test_unknown if {
	volumes.unknown == {
		lib.finding("DaemonSet", "velero", "node-agent", "it carries no status: whether it runs cannot be told"),
	} with input as cluster(fs, [agent({"status": false, "ready": 0})], [], [])
	volumes.unknown == {
		lib.finding("DaemonSet", "velero", "node-agent", "its pods were not read: on which nodes they are is not known"),
	} with input as object.union(cluster(fs, [agent({})], [], []), {"coverage": []})
	volumes.unknown == {
		lib.finding("Schedule", "velero", "daily", "this snapshot does not say what it asks for: an older kready took it"),
	} with input as cluster({}, [], [], [schedule({"fileSystem": "", "moveData": "", "snapshots": ""})])
}

snapshots := [schedule({"snapshots": "true"})]

test_snapshots if {
	nowhere := cluster({}, [], [], snapshots)
	messages == {
		"it asks for snapshots of volumes; there is no VolumeSnapshotLocation, and Velero's CSI support is off",
	} with input as nowhere
	volumes.state == {"no-snapshots"} with input as nowhere
	count(volumes.gap) == 0 with input as cluster({"features": "EnableCSI"}, [], [], snapshots)
	count(volumes.gap) == 0 with input as object.union(nowhere, {"productResources": locations([{"namespace": "velero", "name": "aws"}])})
	unread := object.union(nowhere, {"productResources": []})
	volumes.unknown == {{"message": "volumesnapshotlocations.velero.io could not be read (not-collected)"}} with input as unread
	count(volumes.gap) == 0 with input as unread
}

test_skip_without_velero if "Velero is not installed" in volumes.skip with input as object.union(cluster(fs, [], [], []), {"inventory": []})
