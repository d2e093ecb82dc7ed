package kready.dns.autoscaled_test

import data.kready.dns.autoscaled
import data.kready.lib
import data.kready.mocks

dns(replicas) := mocks.daemon("coredns", {"kind": "Deployment", "desired": replicas, "podLabels": {"k8s-app": "kube-dns"}})

cluster(size, replicas, changes) := object.union(
	mocks.cluster({
		"nodes": [mocks.node(sprintf("n%d", [i]), {}) | some i in numbers.range(1, size)],
		"workloads": [dns(replicas)], "horizontalPodAutoscalers": [],
		"backends": [{"namespace": "kube-system", "name": "kube-dns", "exists": true, "roles": ["dns"], "selector": {"k8s-app": "kube-dns"}, "readyEndpoints": 2}],
	}),
	changes,
)

test_enough_servers if {
	autoscaled.summary.pass == {"3 servers are enough for 48 nodes; nothing adds more"} with input as cluster(48, 3, {})
}

test_too_few if {
	autoscaled.gap == {
		lib.finding("Deployment", "kube-system", "coredns", "2 servers for 48 nodes with 192 cores: the usual rule asks for 3"),
	} with input as cluster(48, 2, {})
}

test_scaled[name] if {
	some name, changes in {
		"by an HPA": {"horizontalPodAutoscalers": [{"namespace": "kube-system", "name": "dns", "targetKind": "Deployment", "targetName": "coredns"}]},
		"by a cache": {"inventory": [mocks.running("cache", ["dns/cache"], [])]},
		"by nodes": {
			"inventory": [object.union(mocks.running("cpa", ["scaling/proportional"], []), {"workloads": [{"kind": "Deployment", "namespace": "kube-system", "name": "dns-autoscaler"}]})],
			"workloads": [dns(2), mocks.daemon("dns-autoscaler", {"kind": "Deployment"})],
		},
	}
	count(autoscaled.gap) == 0 with input as cluster(48, 2, changes)
}

test_skip if {
	autoscaled.skip == {"a cluster of up to 20 nodes needs no more than two servers"} with input as cluster(20, 1, {})
	autoscaled.skip == {"no workload of cluster DNS is visible"} with input as cluster(48, 2, {"workloads": []})
}
