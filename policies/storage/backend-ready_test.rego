package kready.storage["backend-ready_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.storage["backend-ready"] as check

field(name, values) := {"name": name, "values": values}

ceph_cluster(changes) := object.union(
	{"kind": "CephCluster", "namespace": "rook-ceph", "name": "main", "conditions": [], "fields": [field("status.phase", ["Ready"]), field("status.ceph.health", ["HEALTH_OK"])]},
	changes,
)

pool(phase) := {"kind": "CephBlockPool", "namespace": "rook-ceph", "name": "replicated", "conditions": [], "fields": [field("status.phase", [phase])]}

rook(clusters, pools) := mocks.cluster({
	"storageClasses": [{"name": "block", "provisioner": "rook-ceph.rbd.csi.ceph.com"}],
	"productResources": [
		{"name": "cephclusters.ceph.rook.io", "read": true, "served": true, "asked": ["status.ceph.details.TOO_FEW_OSDS.message", "status.phase"], "objects": clusters},
		{"name": "cephblockpools.ceph.rook.io", "read": true, "served": true, "objects": pools},
		{"name": "cephfilesystems.ceph.rook.io", "read": true, "served": true, "objects": []},
	],
})

condition(type, status, reason, message) := {"type": type, "status": status, "reason": reason, "message": message}

works := [condition("Ready", "True", "", ""), condition("Schedulable", "True", "", "")]

longhorn_node(name, allowed, conditions) := {
	"kind": "Node", "namespace": "longhorn-system", "name": name, "conditions": conditions,
	"fields": [
		field("spec.allowScheduling", [allowed]), field("spec.disks[].allowScheduling", ["true"]),
		field("status.diskStatus[].conditions[].type", ["Ready", "Schedulable"]), field("status.diskStatus[].conditions[].status", ["True", "True"]),
	],
}

longhorn(nodes) := mocks.cluster({
	"inventory": [mocks.running("longhorn", ["storage/provisioner"], [])],
	"productResources": [{"name": "nodes.longhorn.io", "read": true, "served": true, "objects": nodes}],
})

test_pass if {
	healthy := rook([ceph_cluster({})], [pool("Ready")])
	check.gap == set() with input as healthy
	check.unknown == set() with input as healthy
	check.summary.pass == {"Ceph has disks, and none of its pools failed"} with input as healthy
	count(check.unknown) == 1 with input as longhorn([])
	one_of_two := longhorn([longhorn_node("a", "true", works), longhorn_node("b", "false", works)])
	check.gap == set() with input as one_of_two
	check.summary.pass == {"1 of 2 nodes of Longhorn takes replicas"} with input as one_of_two
}

test_without_osd if {
	empty := ceph_cluster({"fields": [field("status.phase", ["Ready"]), field("status.ceph.details.TOO_FEW_OSDS.message", ["OSD count 0 < osd_pool_default_size 3"])]})
	check.gap == {object.union(lib.finding("CephCluster", "rook-ceph", "main", "it has no OSD: there is no disk to put a volume on"), {"state": "no-osd"})} with input as rook([empty], [])
	check.state == {"no-osd"} with input as rook([empty], [])

	# Two disks of three are few, and volumes are made on them.
	few := ceph_cluster({"fields": [field("status.phase", ["Ready"]), field("status.ceph.details.TOO_FEW_OSDS.message", ["OSD count 2 < osd_pool_default_size 3"])]})
	check.gap == set() with input as rook([few], [])
}

test_failed if {
	failed := ceph_cluster({"fields": [field("status.phase", ["Failure"]), field("status.message", ["no mons"])]})
	check.gap == {lib.finding("CephCluster", "rook-ceph", "main", "Rook could not set it up: no mons")} with input as rook([failed], [])
	check.gap == {lib.finding("CephBlockPool", "rook-ceph", "replicated", "Rook could not set it up")} with input as rook([ceph_cluster({})], [pool("Failure")])
}

test_in_progress if {
	check.unknown == {
		lib.finding("CephCluster", "rook-ceph", "main", "Rook is still setting it up"),
	} with input as rook([ceph_cluster({"fields": [field("status.phase", ["Progressing"])]})], [])
}

test_no_node_takes if {
	none := longhorn([longhorn_node("a", "false", works), longhorn_node("b", "true", [condition("Ready", "True", "", ""), condition("Schedulable", "False", "DiskPressure", "full")])])
	check.gap == {
		object.union(lib.finding("Node", "longhorn-system", "a", "Longhorn places no replica on it, nor on any other node: it allows no scheduling"), {"state": "no-node"}),
		object.union(lib.finding("Node", "longhorn-system", "b", "Longhorn places no replica on it, nor on any other node: Schedulable is False (DiskPressure)"), {"state": "no-node"}),
	} with input as none
	check.state == {"no-node"} with input as none
}

lacking(package_name) := longhorn([longhorn_node("a", "true", array.concat(works, [missing])) |
	missing := condition("RequiredPackages", "False", "PackagesNotInstalled", sprintf("Missing packages: [%s]", [package_name]))
])

test_no_iscsi if {
	said := lib.finding("Node", "longhorn-system", "a", "Longhorn says of it: Missing packages: [open-iscsi]: no volume is attached there")
	check.gap == {object.union(said, {"state": "no-iscsi"})} with input as lacking("open-iscsi")

	# NFS is for volumes of several nodes alone.
	check.gap == set() with input as lacking("nfs-common")
}

test_unknown if {
	unread := object.union(longhorn([]), {"productResources": []})
	check.unknown == {{"message": "nodes.longhorn.io could not be read (not-collected)"}} with input as unread
	check.unknown == {lib.finding("Node", "longhorn-system", "a", "Longhorn says nothing of it")} with input as longhorn([longhorn_node("a", "true", [])])
}

test_skip if count(check.skip) == 1 with input as mocks.cluster({"productResources": []})
