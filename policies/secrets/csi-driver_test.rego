package kready.secrets["csi-driver_test"]

import data.kready.lib
import data.kready.secrets["csi-driver"] as csi

node(name) := {
	"name": name, "virtual": false, "os": "linux", "taints": [], "keptForControlPlane": false, "justJoined": false,
	"conditions": [{"type": "Ready", "status": "True"}],
}

impl(role, missing) := {
	"title": "Vault CSI provider", "version": "", "state": "running", "roles": [role],
	"workloads": [{"kind": "DaemonSet", "namespace": "kube-system", "name": "ds"}], "nodes": {"missing": missing},
}

cluster(inventory, drivers) := {
	"collectedAt": "2026-11-01T00:00:00Z", "nodes": [node("a")], "workloads": [], "inventory": inventory,
	"csiNodes": [{"name": "a", "drivers": drivers}],
}

both(missing) := [impl("secrets/csi", []), impl("secrets/csi-provider", missing)]

test_pass if count(csi.gap) == 0 with input as cluster(both([]), ["secrets-store.csi.k8s.io"])

test_gap_when_not_registered if {
	[f.object.name | some f in csi.gap] == ["a"] with input as cluster(both([]), [])
}

test_gap_without_the_provider_on_a_node if {
	csi.gap == {
		lib.finding("Node", "", "a", "it has no ready pod of Vault CSI provider"),
	} with input as cluster(both(["a"]), ["secrets-store.csi.k8s.io"])
}

test_gap_without_any_provider if {
	csi.summary.gap == {"the driver has no provider"} with input as cluster([impl("secrets/csi", [])], ["secrets-store.csi.k8s.io"])
}

test_virtual_nodes_are_left_out if {
	input_ := object.union(cluster(both([]), ["secrets-store.csi.k8s.io"]), {"nodes": [node("a"), object.union(node("f"), {"virtual": true})]})
	count(csi.gap) == 0 with input as input_
}

test_skip if csi.skip == {"the Secrets Store CSI driver is not installed"} with input as cluster([], [])
