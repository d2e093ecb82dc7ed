package kready.storage["access-modes_test"]

import data.kready.mocks
import data.kready.storage["access-modes"] as modes

claim(changes) := object.union_n([
	mocks.manifest("PersistentVolumeClaim", "shop", "data"),
	{"claim": "data", "classSet": true, "class": "fast", "volume": "", "accessModes": ["ReadWriteMany"], "modesLine": 7, "claimLine": 5, "volumeMode": "Filesystem"}, changes,
])

land(c, provisioner) := {"service": {"claims": [claim(c)], "objects": []}, "storageClasses": [{"name": "fast", "provisioner": provisioner, "parameters": []}]}

test_disk if {
	modes.gap == {
		mocks.on("PersistentVolumeClaim", "data", 7, "service", "its claim data asks for ReadWriteMany, and ebs.csi.aws.com makes volumes for one node at a time (storage class fast)"),
	} with input as land({}, "ebs.csi.aws.com")
}

# The name that was once built in is that of the same driver.
test_in_tree if count(modes.gap) == 1 with input as land({}, "kubernetes.io/gce-pd")

test_shared if {
	count(modes.gap) + count(modes.unknown) == 0 with input as land({}, "efs.csi.aws.com")
}

# A raw device may be given to several nodes, which is for its driver to say.
test_device_of_many if count(modes.gap) == 0 with input as land({"volumeMode": "Block"}, "ebs.csi.aws.com")

test_device_of_file_system if count(modes.gap) == 1 with input as land({"volumeMode": "Block", "accessModes": ["ReadWriteOnce"]}, "nfs.csi.k8s.io")

test_nobody_knows[changes] if {
	some changes in [{}, {"volumeMode": "Block"}]
	count(modes.unknown) == 1 with input as land(changes, "disks.example.com")
	count(modes.gap) == 0 with input as land(changes, "disks.example.com")
}

test_no_class if count(modes.unknown) == 1 with input as land({"class": "absent"}, "ebs.csi.aws.com")

test_named_volume if count(modes.skip) == 1 with input as land({"volume": "archive"}, "ebs.csi.aws.com")

test_once if count(modes.skip) == 1 with input as land({"accessModes": ["ReadWriteOnce"]}, "ebs.csi.aws.com")
