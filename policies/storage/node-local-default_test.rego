package kready.storage["node-local-default_test"]

import data.kready.lib
import data.kready.storage["node-local-default"] as local

cluster(provisioner, nodes) := {
	"storageClasses": [{"name": "standard", "provisioner": provisioner, "default": true}],
	"nodes": [{"name": name, "virtual": false} | some name in nodes],
}

test_pass if count(local.gap) == 0 with input as cluster("ebs.csi.aws.com", ["a", "b"])

test_gap if {
	local.gap == {
		lib.finding("StorageClass", "", "standard", "rancher.io/local-path keeps volumes on the disk of one node"),
	} with input as cluster("rancher.io/local-path", ["a", "b"])
}

test_skip_on_one_node if local.skip == {"the cluster has a single node"} with input as cluster("rancher.io/local-path", ["a"])
