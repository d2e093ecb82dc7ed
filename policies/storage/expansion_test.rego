package kready.storage.expansion_test

import data.kready.lib
import data.kready.mocks
import data.kready.storage.expansion

cluster(changes) := mocks.cluster({
	"storageClasses": [object.union({"name": "fast", "provisioner": "ebs.csi.aws.com", "default": true, "allowExpansion": true}, changes)],
	"csiDrivers": [{"name": "ebs.csi.aws.com"}],
})

test_pass if expansion.summary.pass == {"StorageClass fast allows expansion"} with input as cluster({})

test_gap if {
	expansion.gap == {
		lib.finding("StorageClass", "", "fast", "volumes of ebs.csi.aws.com cannot be made larger"),
	} with input as cluster({"allowExpansion": false})
	expansion.gap == {
		lib.finding("StorageClass", "", "fast", "volumes of kubernetes.io/aws-ebs cannot be made larger"),
	} with input as cluster({"allowExpansion": false, "provisioner": "kubernetes.io/aws-ebs"})
}

test_other_classes_and_local_ones_are_left_out if {
	expansion.skip == {"no CSI driver serves the default class"} with input as cluster({"allowExpansion": false, "default": false})
	expansion.skip == {
		"no CSI driver serves the default class",
	} with input as cluster({"allowExpansion": false, "provisioner": "rancher.io/local-path"})
}
