package kready.dns.priority_test

import data.kready.dns.priority
import data.kready.lib
import data.kready.mocks

with_class(class) := mocks.cluster({
	"backends": [{"namespace": "kube-system", "name": "kube-dns", "exists": true, "roles": ["dns"], "selector": {"k8s-app": "kube-dns"}, "readyEndpoints": 2}],
	"workloads": [
		mocks.daemon("dns", {"podLabels": {"k8s-app": "kube-dns"}, "priorityClass": class}),
		mocks.daemon("other", {"priorityClass": ""}),
	],
})

test_pass[class] if {
	some class in ["system-cluster-critical", "system-node-critical"]
	count(priority.gap) == 0 with input as with_class(class)
}

test_gap[class] if {
	some class, text in {"": "no priority class", "high": "priority class high"}
	priority.gap == {lib.finding("DaemonSet", "kube-system", "dns", sprintf("its pods have %s", [text]))} with input as with_class(class)
}

test_skip_hidden if priority.skip == {"no workload of cluster DNS is visible"} with input as mocks.cluster({})
