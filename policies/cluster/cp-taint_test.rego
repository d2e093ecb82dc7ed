package kready.cluster["cp-taint_test"]

import data.kready.cluster["cp-taint"] as taint
import data.kready.lib
import data.kready.mocks

server(taints) := mocks.node("cp", {"controlPlane": true, "taints": taints})

worker := mocks.node("w", {"controlPlane": false})

cluster(nodes, name) := mocks.cluster({"nodes": nodes, "distribution": {"name": name, "title": upper(name), "managed": false}})

key := "node-role.kubernetes.io/control-plane"

test_pass if count(taint.gap) == 0 with input as cluster([server([mocks.taint(key, "", "NoSchedule")]), worker], "kubeadm")

test_gap[name] if {
	some name, taints in {
		"none": [],
		"a wish only": [mocks.taint(key, "", "PreferNoSchedule")],
		"another": [mocks.taint("gpu", "", "NoSchedule")],
	}
	taint.gap == {
		lib.finding("Node", "", "cp", "it serves the control plane and takes ordinary pods"),
	} with input as cluster([server(taints), worker], "kubeadm")
}

test_skip[name] if {
	some name, input_ in {
		"managed": cluster([worker], "eks"),
		"nothing else": cluster([server([])], "kubeadm"),
		"k3s": cluster([server([]), worker], "k3s"),
	}
	count(taint.skip) == 1 with input as input_
}
