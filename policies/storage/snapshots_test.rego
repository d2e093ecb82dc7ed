package kready.storage.snapshots_test

import data.kready.lib
import data.kready.mocks
import data.kready.storage.snapshots

crds := [{"name": sprintf("%s.snapshot.storage.k8s.io", [kind])} |
	some kind in ["volumesnapshotclasses", "volumesnapshotcontents", "volumesnapshots"]
]

cluster(changes) := object.union(
	mocks.cluster({
		"storageClasses": [{"name": "fast", "provisioner": "ebs.csi.aws.com", "default": true}],
		"csiDrivers": [{"name": "ebs.csi.aws.com"}, {"name": "efs.csi.aws.com"}],
		"crds": crds, "volumeSnapshotClasses": [{"name": "snap", "driver": "ebs.csi.aws.com", "default": true}],
		"inventory": [mocks.running("external-snapshotter", ["storage/snapshots"], [])],
	}),
	changes,
)

test_pass if snapshots.summary.pass == {"VolumeSnapshotClass snap takes snapshots of volumes of ebs.csi.aws.com"} with input as cluster({})

test_hidden_controller if count(snapshots.gap) == 0 with input as cluster({"inventory": [mocks.hidden("external-snapshotter", ["storage/snapshots"])]})

test_gap if {
	snapshots.gap == {
		lib.finding("CustomResourceDefinition", "", "volumesnapshotclasses.snapshot.storage.k8s.io", "it is not installed"),
		lib.finding("CustomResourceDefinition", "", "volumesnapshotcontents.snapshot.storage.k8s.io", "it is not installed"),
		lib.finding("CustomResourceDefinition", "", "volumesnapshots.snapshot.storage.k8s.io", "it is not installed"),
	} with input as cluster({"crds": [], "inventory": [], "volumeSnapshotClasses": []})
	snapshots.gap == {{"message": "the snapshot controller does not run: a VolumeSnapshot of class snap waits for ever"}} with input as cluster({"inventory": []})
	snapshots.gap == {{"message": "the snapshot controller does not run: a VolumeSnapshot of class snap waits for ever"}} with input as cluster({"inventory": [], "storageClasses": []})
	snapshots.gap == {
		lib.finding("StorageClass", "", "fast", "no VolumeSnapshotClass is for its driver ebs.csi.aws.com"),
	} with input as cluster({"volumeSnapshotClasses": []})
}

test_unknown if {
	stranger := cluster({"inventory": [], "candidates": [mocks.candidate("storage/snapshots", "snap")]})
	snapshots.gap == set() with input as stranger
	snapshots.unknown == {mocks.stranger("snap")} with input as stranger
	managed := cluster({"inventory": [], "distribution": {"name": "ack", "managed": true}})
	snapshots.gap == set() with input as managed
	snapshots.unknown == {{"message": "no snapshot controller is seen; the provider may run it out of sight"}} with input as managed
	count(snapshots.gap) == 1 with input as cluster({"inventory": [], "distribution": {"name": "eks", "managed": true}})
}

test_pass_without_a_default_class if {
	snapshots.summary.pass == {"the snapshot controller runs for the VolumeSnapshotClasses that are there"} with input as cluster({"storageClasses": []})
}

test_remedy_by_what_is_missing if {
	snapshots.state == {"no-class"} with input as cluster({"volumeSnapshotClasses": []})
	count(snapshots.state) == 0 with input as cluster({"crds": []})
	count(snapshots.state) == 0 with input as cluster({"inventory": []})
}

test_skip if {
	snapshots.skip == {
		"no CSI driver that can take snapshots serves the default StorageClass",
	} with input as cluster({"volumeSnapshotClasses": [], "storageClasses": [{"name": "nfs", "provisioner": "efs.csi.aws.com", "default": true}]})
	snapshots.skip == {
		"no CSI driver that can take snapshots serves the default StorageClass",
	} with input as cluster({"volumeSnapshotClasses": [], "storageClasses": [{"name": "local", "provisioner": "rancher.io/local-path", "default": true}]})
}
