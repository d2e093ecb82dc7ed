package kready.storage.csinode_test

import data.kready.lib
import data.kready.storage.csinode

node(name, changes) := object.union(
	{
		"name": name, "virtual": false, "os": "linux", "taints": [], "keptForControlPlane": false, "justJoined": false,
		"conditions": [{"type": "Ready", "status": "True"}],
	},
	changes,
)

cluster(nodes) := {
	"collectedAt": "2026-11-01T00:00:00Z", "nodes": nodes,
	"storageClasses": [{"name": "gp2", "provisioner": "kubernetes.io/aws-ebs"}],
	"csiDrivers": [{"name": "ebs.csi.aws.com"}],
	"csiNodes": [{"name": "a", "drivers": ["ebs.csi.aws.com"]}, {"name": "b", "drivers": []}],
}

test_pass if count(csinode.gap) == 0 with input as cluster([node("a", {})])

test_gap if {
	csinode.gap == {
		lib.finding("CSIDriver", "", "ebs.csi.aws.com", "it is not registered on b"),
	} with input as cluster([node("a", {}), node("b", {})])
}

test_gap_without_a_csidriver_object if {
	some f in csinode.gap with input as object.union(cluster([node("a", {}), node("b", {})]), {"csiDrivers": []})
	f.message == "it is not registered on b"
}

test_left_out if {
	control := {"keptForControlPlane": true}
	every changes in [{"virtual": true}, {"os": "windows"}, control, {"justJoined": true}] {
		count(csinode.gap) == 0 with input as cluster([node("a", {}), node("b", changes)])
	}
}

test_skip if csinode.skip == {"no StorageClass names a CSI driver"} with input as object.union(cluster([]), {"csiDrivers": [], "csiNodes": []})

test_unknown_while_young if {
	young := cluster([node("a", {"young": true, "justJoined": true})])
	csinode.unknown == {{"message": "1 node joined less than 5 minutes ago, and no other can be judged"}} with input as young
	csinode.skip == set() with input as young
}

test_skip_no_node if csinode.skip == {"there is no node to judge"} with input as cluster([node("a", {"keptForControlPlane": true})])
