# METADATA
# title: Ceph and Longhorn have where to put volumes
# description: |
#   A storage system in the cluster can run with all of its pods ready and still make no volume: a Ceph without OSDs has no
#   disks and is only warned about, a pool that failed serves none of the classes that name it, and a Longhorn whose nodes take no replicas leaves each
#   claim Pending. On a node without an iSCSI initiator, Longhorn attaches no volume, and the pod waits there.
#
#   Where StorageClasses of Rook's Ceph are there, no CephCluster may have failed or be without OSDs, and no CephBlockPool and
#   CephFilesystem may have failed; its health is asked by `storage/provisioner-live`. Of Longhorn's nodes at least one must take replicas: it is
#   Ready and Schedulable, and both it and one of its disks allow scheduling. None may lack the package with the iSCSI initiator, as far as
#   Longhorn says so. How much room is left is not seen, and neither are other storage systems.
# related_resources:
# - ref: https://rook.io/docs/rook/latest/Troubleshooting/ceph-common-issues/#osd-pods-are-not-created-on-my-devices
# - ref: https://github.com/rook/rook/blob/master/pkg/apis/ceph.rook.io/v1/types.go
# - ref: https://github.com/longhorn/longhorn-manager/blob/master/k8s/pkg/apis/longhorn/v1beta2/node.go
# - ref: https://longhorn.io/docs/latest/deploy/install/#installation-requirements
# custom:
#   level: healthy
#   tier: must
#   requires: [storage/provisioner-live]
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     Read the message; Rook's operator says more in its log:
#
#         kubectl -n NAMESPACE describe KIND NAME
#   remedies:
#   - state: no-osd
#     text: |
#       Rook makes OSDs of disks and partitions that are raw and empty, on the nodes and with the filters that `spec.storage` of the CephCluster
#       names. The logs of its prepare jobs say why a disk was left out:
#
#           kubectl -n NAMESPACE logs -l app=rook-ceph-osd-prepare --tail=-1 --prefix
#   - state: no-node
#     text: |
#       Have Longhorn place replicas again: let a node and a disk of it allow scheduling (`spec.allowScheduling`), and see by its conditions
#       what else keeps it from that, such as a disk that is full:
#
#           kubectl -n NAMESPACE describe nodes.longhorn.io
#   - state: no-iscsi
#     text: |
#       Install the iSCSI initiator on the nodes (open-iscsi, or iscsi-initiator-utils on distributions of Red Hat's family), and start iscsid.
package kready.storage["backend-ready"]

import data.kready.internal.manifests
import data.kready.internal.products
import data.kready.lib

ceph_kinds := {"cephblockpools.ceph.rook.io", "cephclusters.ceph.rook.io", "cephfilesystems.ceph.rook.io"}

clusters := "cephclusters.ceph.rook.io"

nodes := "nodes.longhorn.io"

# ceph holds where classes lead to a Ceph that Rook manages.
ceph if {
	count(products.objects(clusters)) > 0
	some c in input.storageClasses
	contains(c.provisioner, ".csi.ceph.com")
}

longhorn if {
	some impl in lib.running("storage/provisioner")
	impl.name == "longhorn"
}

applied if not manifests.not_applied

on(o, message) := lib.finding(o.kind, o.namespace, o.name, message)

said(o) := "" if products.value(o, "status.message") == ""

said(o) := sprintf(": %s", [products.value(o, "status.message")]) if products.value(o, "status.message") != ""

gap contains on(o, sprintf("Rook could not set it up%s", [said(o)])) if {
	ceph
	applied
	some kind in ceph_kinds
	some o in products.objects(kind)
	products.value(o, "status.phase") == "Failure"
}

gap contains object.union(on(o, "it has no OSD: there is no disk to put a volume on"), {"state": "no-osd"}) if some o in without_osd

gap contains object.union(on(o, sprintf("Longhorn places no replica on it, nor on any other node%s", [why(o)])), {"state": "no-node"}) if {
	none_takes
	some o in longhorn_nodes
}

gap contains object.union(on(o, sprintf("Longhorn says of it: %s: no volume is attached there", [products.condition(o, "RequiredPackages").message])), {"state": "no-iscsi"}) if {
	some o in without_iscsi
}

without_osd contains o if {
	ceph
	applied
	some o in products.objects(clusters)
	startswith(products.value(o, "status.ceph.details.TOO_FEW_OSDS.message"), "OSD count 0 ")
}

state contains "no-osd" if count(without_osd) > 0

state contains "no-node" if none_takes

state contains "no-iscsi" if count(without_iscsi) > 0

status(o, type) := products.condition(o, type).status

# takes_replicas holds for a node of Longhorn on which replicas can be placed.
takes_replicas(o) if {
	products.value(o, "spec.allowScheduling") == "true"
	status(o, "Ready") == "True"
	status(o, "Schedulable") == "True"
	"true" in products.values(o, "spec.disks[].allowScheduling")
	some i, type in products.values(o, "status.diskStatus[].conditions[].type")
	type == "Schedulable"
	products.values(o, "status.diskStatus[].conditions[].status")[i] == "True"
}

longhorn_nodes := [o | some o in products.objects(nodes); count(o.conditions) > 0]

none_takes if {
	longhorn
	applied
	products.read(nodes)
	count(longhorn_nodes) > 0
	count(longhorn_nodes) == count(products.objects(nodes))
	every o in longhorn_nodes {
		not takes_replicas(o)
	}
}

why(o) := sprintf(": %s", [concat(", ", sort(texts))]) if {
	texts := {text | some text in reasons(o)}
	count(texts) > 0
} else := ""

reasons(o) := {"it allows no scheduling" | products.value(o, "spec.allowScheduling") == "false"} | {sprintf("%s is %s (%s)", [c.type, c.status, c.reason]) |
	some c in o.conditions
	c.type in {"Ready", "Schedulable"}
	c.status != "True"
}

without_iscsi contains o if {
	longhorn
	applied
	some o in longhorn_nodes
	c := products.condition(o, "RequiredPackages")
	c.status == "False"
	c.reason == "PackagesNotInstalled"
	regex.match(`iscsi`, c.message)
}

unknown contains {"message": text} if {
	applied
	longhorn
	some text in products.unread({nodes})
}

unknown contains {"message": text} if {
	applied
	some c in input.storageClasses
	contains(c.provisioner, ".csi.ceph.com")
	some text in products.unread(ceph_kinds)
}

unknown contains {"message": text} if {
	applied
	ceph
	some text in products.unasked(clusters, {"status.ceph.details.TOO_FEW_OSDS.message", "status.phase"})
}

unknown contains on(o, "Rook is still setting it up") if {
	applied
	ceph
	some o in products.objects(clusters)
	not products.value(o, "status.phase") in {"Connected", "Failure", "Ready", ""}
	not o in without_osd
}

unknown contains on(o, "Rook says nothing of it") if {
	applied
	ceph
	some kind in ceph_kinds
	some o in products.objects(kind)
	products.value(o, "status.phase") == ""
}

unknown contains on(o, "Longhorn says nothing of it") if {
	applied
	longhorn
	some o in products.objects(nodes)
	count(o.conditions) == 0
}

unknown contains {"message": "Longhorn runs and has no nodes.longhorn.io: on which nodes it could place a replica is not known"} if {
	applied
	longhorn
	products.read(nodes)
	products.served(nodes)
	count(products.objects(nodes)) == 0
}

taking := [o | some o in longhorn_nodes; takes_replicas(o)]

skip contains "the manifests are not applied" if manifests.not_applied

skip contains "neither Longhorn nor a CephCluster of Rook is behind a StorageClass here" if {
	not ceph
	not longhorn
	count(unknown) == 0
}

skip contains "Longhorn's release has no nodes of its own" if {
	longhorn
	not ceph
	products.read(nodes)
	not products.served(nodes)
}

summary.pass contains "Ceph has disks, and none of its pools failed" if ceph

summary.pass contains sprintf("%d of %s of Longhorn %s replicas", [
	count(taking), lib.counted(count(longhorn_nodes), "node", "nodes"), take(count(taking)),
]) if {
	longhorn
}

take(1) := "takes"

take(n) := "take" if n != 1

summary.gap contains "volumes cannot be made, or not be attached everywhere"

summary.unknown contains "whether volumes can be made is not known"
