package kready.storage["node-local-default_test"]

import data.kready.storage["node-local-default"] as local

cluster(provisioner, nodes) := {
	"storageClasses": [{"name": "standard", "provisioner": provisioner, "default": true}],
	"nodes": [{"name": name, "virtual": false} | some name in nodes],
}

test_pass if count(local.gap) == 0 with input as cluster("ebs.csi.aws.com", ["a", "b"])

test_gap if count(local.gap) == 1 with input as cluster("rancher.io/local-path", ["a", "b"])

test_skip_on_one_node if count(local.skip) == 1 with input as cluster("rancher.io/local-path", ["a"])
