package kready.storage["provisioner-live_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.storage["provisioner-live"] as live

impl(state, workloads) := {"title": "Rook", "version": "", "state": state, "provisioners": ["*.rbd.csi.ceph.com"], "workloads": workloads}

class(provisioner) := {"name": "disks", "provisioner": provisioner, "default": false}

ref := {"kind": "Deployment", "namespace": "rook", "name": "csi"}

cluster(provisioner, changes) := object.union(
	{
		"storageClasses": [class(provisioner)],
		"csiDrivers": [], "csiNodes": [], "inventory": [], "workloads": [],
	},
	changes,
)

said := (live.gap | live.unknown) | live.skip

test_pass_when_it_runs if {
	workload := object.union(ref, {"status": true, "desired": 2, "ready": 1})
	input_ := cluster("rook.rbd.csi.ceph.com", {"inventory": [impl("running", [ref])], "workloads": [workload]})
	count(said) == 0 with input as input_
	live.summary.pass == {"rook.rbd.csi.ceph.com is there"} with input as input_
}

test_pass_when_hidden if count(said) == 0 with input as cluster("rook.rbd.csi.ceph.com", {"inventory": [impl("hidden", [])]})

test_pass_when_registered if {
	count(said) == 0 with input as cluster("disks.example", {"csiNodes": [{"name": "a", "drivers": ["disks.example"]}]})
}

test_pass_in_tree if {
	count(said) == 0 with input as cluster("kubernetes.io/gce-pd", {"csiNodes": [{"name": "a", "drivers": ["pd.csi.storage.gke.io"]}]})
}

test_gap_when_nothing_of_it_runs if {
	input_ := cluster("rook.rbd.csi.ceph.com", {"inventory": [impl("remnant", [])]})
	live.gap == {lib.finding("StorageClass", "", "disks", "its provisioner rook.rbd.csi.ceph.com does not run")} with input as input_
	live.summary.gap == {"1 StorageClass has no provisioner that works: disks"} with input as input_
}

test_gap_when_not_ready if {
	workload := object.union(ref, {"status": true, "desired": 1, "ready": 0})
	input_ := cluster("rook.rbd.csi.ceph.com", {"inventory": [impl("running", [ref])], "workloads": [workload]})
	[f.object.name | some f in live.gap] == ["csi"] with input as input_
}

test_gap_when_no_node_has_it if {
	live.gap == {
		lib.finding("StorageClass", "", "disks", "no node has registered the CSI driver disks.example"),
	} with input as cluster("disks.example", {"csiDrivers": [{"name": "disks.example"}]})
}

test_unknown_stranger if {
	input_ := cluster("nas.example", {"candidates": [mocks.candidate("storage/provisioner", "nas")]})
	live.unknown == {mocks.stranger("nas")} with input as input_
	count(live.gap) == 0 with input as input_
}

test_gap_of_nobody if {
	live.gap == {
		lib.finding("StorageClass", "", "disks", "its provisioner nas.example is not known to kready, and nothing that runs here looks like it"),
	} with input as cluster("nas.example", {})
}

test_unknown_out_of_sight if {
	input_ := cluster("nas.example", {"distribution": {"name": "gke", "managed": true}})
	live.unknown == {
		lib.finding("StorageClass", "", "disks", "its provisioner nas.example is not recognised: it may run out of sight"),
	} with input as input_
}

test_unknown_under_another_name if {
	other := {"title": "NFS", "version": "", "state": "running", "roles": ["storage/provisioner"], "provisioners": ["nfs.example"], "workloads": []}
	live.unknown == {
		lib.finding("StorageClass", "", "disks", "its provisioner nas.example is not known to kready: it may be a name that NFS was given"),
	} with input as cluster("nas.example", {"inventory": [other]})
}

test_unknown_without_status if {
	workload := object.union(ref, {"status": false, "desired": 1, "ready": 0})
	input_ := cluster("rook.rbd.csi.ceph.com", {"inventory": [impl("running", [ref])], "workloads": [workload]})
	live.unknown == {lib.finding("Deployment", "rook", "csi", "Rook carries no status: whether it runs cannot be told")} with input as input_
	count(live.gap) == 0 with input as input_
}

test_skip if live.skip == {"no StorageClass asks for a provisioner"} with input as cluster("kubernetes.io/no-provisioner", {})

nodes_only := [{"kind": "DaemonSet", "namespace": "rook", "name": "csi", "status": true, "desired": 2, "ready": 2, "containers": [{"image": {"repository": "sig-storage/csi-node-driver-registrar"}}]}]

mounting := cluster("rook.rbd.csi.ceph.com", {
	"inventory": [impl("running", [{"kind": "DaemonSet", "namespace": "rook", "name": "csi"}])],
	"workloads": nodes_only, "csiNodes": [{"name": "a", "drivers": ["rook.rbd.csi.ceph.com"]}],
	"distribution": {"name": "kubeadm", "managed": false},
})

# What runs and is useless: agents that mount volumes, and nobody who makes them.
test_unknown_without_a_controller if {
	live.unknown == {
		lib.finding("StorageClass", "", "disks", "of its provisioner rook.rbd.csi.ceph.com only the part on the nodes is seen, and nothing that makes volumes"),
	} with input as mounting
	count(live.unknown) == 0 with input as object.union(mounting, {"distribution": {"name": "gke", "managed": true}})
	provisioner := {"kind": "Deployment", "namespace": "rook", "name": "p", "containers": [{"image": {"repository": "sig-storage/csi-provisioner"}}]}
	count(live.unknown) == 0 with input as object.union(mounting, {"workloads": array.concat(nodes_only, [provisioner])})
}
