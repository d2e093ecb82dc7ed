package kready.storage.rwx_test

import data.kready.lib
import data.kready.mocks
import data.kready.storage.rwx

class(provisioner, parameters) := {"name": "one", "provisioner": provisioner, "parameters": [{"name": n, "value": v} | some n, v in parameters]}

asking(classes) := mocks.cluster({"storageClasses": classes, "intent": {"rwx": true}})

test_skip_not_asked if count(rwx.skip) == 1 with input as mocks.cluster({"storageClasses": []})

test_pass[provisioner] if {
	some provisioner in [
		"efs.csi.aws.com", "kubernetes.io/azure-file", "driver.longhorn.io", "rook-ceph.cephfs.csi.ceph.com",
		"cluster.local/nfs-subdir-external-provisioner",
	]
	rwx.gap == set() with input as asking([class(provisioner, {})])
	rwx.unknown == set() with input as asking([class(provisioner, {})])
}

# One that can is enough.
test_pass_beside_disks if {
	rwx.gap == set() with input as asking([class("ebs.csi.aws.com", {}), class("nfs.csi.k8s.io", {})])
}

test_pass_by_parameter[name] if {
	some name, value in {"sharedv4": "true", "csi.storage.k8s.io/fstype": "nfs4", "backendType": "ontap-nas"}
	rwx.unknown == set() with input as asking([class("some.csi.example.com", {name: value})])
}

test_gap[provisioner] if {
	some provisioner in ["ebs.csi.aws.com", "kubernetes.io/gce-pd", "rook-ceph.rbd.csi.ceph.com", "kubernetes.io/no-provisioner"]
	rwx.gap == {lib.finding("StorageClass", "", "one", sprintf("%s makes volumes for one node at a time", [provisioner]))} with input as asking([class(provisioner, {})])
}

test_gap_no_class if rwx.gap == {{"message": "there is no StorageClass"}} with input as asking([])

# A vendor's driver may serve both, by a backend that the class does not name.
test_unknown[provisioner] if {
	some provisioner in ["csi.trident.netapp.io", "csi.vsphere.vmware.com", "pxd.portworx.com", "rancher.io/local-path"]
	cluster := asking([class(provisioner, {}), class("ebs.csi.aws.com", {})])
	rwx.gap == set() with input as cluster
	rwx.unknown == {lib.finding("StorageClass", "", "one", sprintf("whether %s can make volumes of several writers is not known", [provisioner]))} with input as cluster
}
