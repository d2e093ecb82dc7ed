package kready.storage["binding-mode_test"]

import data.kready.lib
import data.kready.storage["binding-mode"] as binding

cluster(mode, zones) := {
	"storageClasses": [{"name": "disks", "provisioner": "pd.csi.storage.gke.io", "bindingMode": mode}],
	"nodes": [{"name": zone, "labels": {"topology.kubernetes.io/zone": zone}} | some zone in zones],
}

test_pass if count(binding.gap | binding.skip) == 0 with input as cluster("WaitForFirstConsumer", ["a", "b"])

test_gap if {
	binding.gap == {
		lib.finding("StorageClass", "", "disks", "its disks are made before the pod has a zone (Immediate)"),
	} with input as cluster("Immediate", ["a", "b"])
}

test_skip_in_one_zone if binding.skip == {"the nodes are not in more than one zone"} with input as cluster("Immediate", ["a"])

test_skip_without_zonal_disks if {
	binding.skip == {
		"no StorageClass makes zonal disks",
	} with input as {"storageClasses": [{"name": "nfs", "provisioner": "nfs.csi.k8s.io", "bindingMode": "Immediate"}], "nodes": []}
}
