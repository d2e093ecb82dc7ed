package kready.storage.expansion_test

import data.kready.mocks
import data.kready.storage.expansion

cluster(changes) := mocks.cluster({
	"storageClasses": [object.union({"name": "fast", "provisioner": "ebs.csi.aws.com", "default": true, "allowExpansion": true}, changes)],
	"csiDrivers": [{"name": "ebs.csi.aws.com"}],
})

test_pass if expansion.summary.pass == {"StorageClass fast allows expansion"} with input as cluster({})

test_gap if {
	count(expansion.gap) == 1 with input as cluster({"allowExpansion": false})
	count(expansion.gap) == 1 with input as cluster({"allowExpansion": false, "provisioner": "kubernetes.io/aws-ebs"})
}

test_other_classes_and_local_ones_are_left_out if {
	count(expansion.skip) == 1 with input as cluster({"allowExpansion": false, "default": false})
	count(expansion.skip) == 1 with input as cluster({"allowExpansion": false, "provisioner": "rancher.io/local-path"})
}
