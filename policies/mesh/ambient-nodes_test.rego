package kready.mesh["ambient-nodes_test"]

import data.kready.lib
import data.kready.mesh["ambient-nodes"] as ambient
import data.kready.mocks

daemon(name, image, changes) := object.union(
	mocks.daemon(name, {"namespace": "istio-system", "containers": [{"name": name, "image": {"repository": image, "tag": "1.31.1"}, "args": []}]}),
	changes,
)

coverage(name, missing) := {"namespace": "istio-system", "name": name, "covered": 2 - count(missing), "of": 2, "missing": missing}

istio := {
	"name": "istio", "title": "Istio", "version": "1.31.1", "state": "running", "roles": ["mesh/data-plane"],
	"workloads": [{"kind": "DaemonSet", "namespace": "istio-system", "name": name} | some name in ["ztunnel", "istio-cni-node"]],
	"nodes": {"covered": 2, "of": 2, "missing": []},
}

cluster(changes) := mocks.cluster(object.union(
	{
		"inventory": [istio],
		"workloads": [daemon("ztunnel", "istio/ztunnel", {}), daemon("istio-cni-node", "istio/install-cni", {})],
		"coverage": [coverage("ztunnel", []), coverage("istio-cni-node", [])],
	},
	changes,
))

test_pass if {
	ambient.summary.pass == {"ztunnel and istio-cni are ready on each of 2 nodes"} with input as cluster({})
}

test_gap_on_a_tainted_node if {
	input_ := cluster({
		"nodes": [mocks.node("a", {}), mocks.node("b", mocks.dedicated("gpu"))],
		"coverage": [coverage("ztunnel", ["b"]), coverage("istio-cni-node", [])],
		"untolerated": [object.union(mocks.kept_away("ztunnel", [mocks.taint("gpu", "", "NoSchedule")]), {"namespace": "istio-system"})],
	})
	ambient.gap == {lib.finding("Node", "", "b", "a taint keeps ztunnel away: gpu:NoSchedule")} with input as input_
	ambient.summary.gap == {"1 of 2 nodes is without a ready agent of the mesh"} with input as input_
}

test_either_agent_counts if {
	ambient.gap == {
		lib.finding("Node", "", "a", "no pod of istio-cni is there"),
	} with input as cluster({"coverage": [coverage("ztunnel", []), coverage("istio-cni-node", ["a"])]})
	ambient.gap == {
		lib.finding("Node", "", "a", "no pod of istio-cni is there"),
		lib.finding("Node", "", "a", "no pod of ztunnel is there"),
	} with input as cluster({"coverage": [coverage("ztunnel", ["a"]), coverage("istio-cni-node", ["a"])]})
}

test_gap_without_the_plugin if {
	input_ := cluster({"workloads": [daemon("ztunnel", "istio/ztunnel", {})]})
	ambient.summary.gap == {"the ambient mesh lacks istio-cni"} with input as input_
}

test_windows_is_left_out if {
	count(ambient.gap) == 0 with input as cluster({
		"nodes": [mocks.node("a", {}), mocks.node("b", {"os": "windows"})],
		"coverage": [coverage("ztunnel", ["b"]), coverage("istio-cni-node", ["b"])],
	})
}

test_unknown_when_pods_were_not_counted if {
	ambient.unknown == {
		lib.finding("DaemonSet", "istio-system", "istio-cni-node", "on which nodes it has ready pods is not known"),
		lib.finding("DaemonSet", "istio-system", "ztunnel", "on which nodes it has ready pods is not known"),
	} with input as cluster({"coverage": []})
}

test_skip_with_sidecars if {
	ambient.skip == {
		"no mesh runs in Istio's ambient mode",
	} with input as cluster({"workloads": [daemon("istio-cni-node", "istio/install-cni", {})]})
}
