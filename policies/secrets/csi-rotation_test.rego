package kready.secrets["csi-rotation_test"]

import data.kready.secrets["csi-rotation"] as rotation

ref := {"kind": "DaemonSet", "namespace": "kube-system", "name": "csi"}

cluster(tag, args, republished) := {
	"inventory": [{"name": "secrets-store-csi-driver", "title": "Secrets Store CSI driver", "version": "", "state": "running", "roles": ["secrets/csi"], "workloads": [ref]}],
	"workloads": [object.union(ref, {"containers": [{"image": {"repository": "csi-secrets-store/driver", "tag": tag}, "args": args}]})],
	"csiDrivers": [{"name": "secrets-store.csi.k8s.io", "modes": ["Ephemeral"], "republished": republished}],
}

on := [{"name": "enable-secret-rotation", "value": "true"}]

test_pass_with_the_flag if count(((rotation.gap | rotation.unknown) | rotation.skip)) == 0 with input as cluster("v1.6.0", on, "yes")

test_gap_without if count(rotation.gap) == 1 with input as cluster("v1.6.0", [], "yes")

test_gap_when_it_is_false if count(rotation.gap) == 1 with input as cluster("v1.6.0", [{"name": "enable-secret-rotation", "value": "false"}], "yes")

test_gap_when_kubelets_do_not_ask if {
	count(rotation.gap) == 1 with input as cluster("v1.6.0", on, "no")
	rotation.state == {"not-republished"} with input as cluster("v1.6.0", on, "no")
}

# Before 1.6 the driver looks for changes by itself.
test_older_drivers_ask_themselves if count(rotation.gap) == 0 with input as cluster("v1.4.8", on, "no")

test_unknown_of_an_older_snapshot if {
	count(rotation.unknown) == 1 with input as cluster("v1.6.0", [], "")
	count(rotation.gap) == 0 with input as cluster("v1.6.0", [], "")
}

test_skip_without_the_driver if count(rotation.skip) == 1 with input as {"inventory": [], "workloads": [], "csiDrivers": []}

test_skip_of_googles if {
	count(rotation.skip) == 1 with input as {"inventory": [{"name": "gke-secret-manager", "state": "running", "roles": ["secrets/csi"], "workloads": [ref]}], "workloads": [], "csiDrivers": []}
}

# The DaemonSet for Windows comes with the driver, also where no node runs it.
test_pass_beside_one_on_no_node if {
	windows := {
		"kind": "DaemonSet", "namespace": "kube-system", "name": "csi-windows", "status": true, "desired": 0,
		"containers": [{"image": {"repository": "csi-secrets-store/driver", "tag": "v1.5.3"}, "args": []}],
	}
	one := cluster("v1.5.3", on, "yes")
	both := object.union(one, {
		"inventory": [object.union(one.inventory[0], {"workloads": [ref, {"kind": "DaemonSet", "namespace": "kube-system", "name": "csi-windows"}]})],
		"workloads": array.concat(one.workloads, [windows]),
	})
	count(((rotation.gap | rotation.unknown) | rotation.skip)) == 0 with input as both
}
