package kready.cluster["cp-taint_test"]

import data.kready.cluster["cp-taint"] as taint
import data.kready.lib
import data.kready.mocks

server(change) := mocks.node("cp", object.union({"controlPlane": true}, change))

worker := mocks.node("w", {"controlPlane": false})

cluster(nodes, name) := mocks.cluster({"nodes": nodes, "distribution": {"name": name, "title": upper(name), "managed": false}})

test_pass if count(taint.gap) == 0 with input as cluster([server(mocks.control_plane), worker], "kubeadm")

test_gap[name] if {
	some name, change in {"none": {}, "another": mocks.dedicated("gpu")}
	taint.gap == {
		lib.finding("Node", "", "cp", "it serves the control plane and takes ordinary pods"),
	} with input as cluster([server(change), worker], "kubeadm")
}

test_skip[text] if {
	some text, input_ in {
		"the control plane has no nodes in this cluster": cluster([worker], "eks"),
		"every node serves the control plane": cluster([server({})], "kubeadm"),
		"servers of K3S take pods by default": cluster([server({}), worker], "k3s"),
	}
	taint.skip == {text} with input as input_
}
