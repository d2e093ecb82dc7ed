package kready.network["strict-arp_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.network["strict-arp"] as check

cluster(proxy, objects, read) := mocks.cluster({
	"networkConfig": {"kubeProxy": object.union({"found": true, "configMap": "kube-proxy", "mode": "ipvs", "strictARP": "false"}, proxy)},
	"inventory": [mocks.running("metallb", ["network/load-balancer"], [])],
	"productResources": [{"name": "l2advertisements.metallb.io", "read": read, "served": true, "objects": objects}],
})

lan := {"namespace": "metallb-system", "name": "lan", "fields": [], "conditions": []}

finding(message) := lib.finding("ConfigMap", "kube-system", "kube-proxy", message)

test_gap if {
	check.gap == {finding("its mode is ipvs without strictARP: every node answers ARP for the addresses that MetalLB announces from one")} with input as cluster({}, [lan], true)
}

test_pass if {
	check.gap == set() with input as cluster({"strictARP": "true"}, [lan], true)
	check.unknown == set() with input as cluster({"strictARP": "true"}, [lan], true)
	check.unknown == set() with input as cluster({"strictARP": "true"}, [], false)
}

test_skip if {
	check.skip == {"no configuration of kube-proxy says that it is in ipvs mode"} with input as cluster({"mode": "iptables"}, [lan], true)
	check.skip == {"MetalLB has no L2Advertisement"} with input as cluster({}, [], true)
	check.skip == {"MetalLB, which announces addresses by ARP, does not run"} with input as object.union(cluster({}, [lan], true), {"inventory": []})
}

test_unknown if {
	check.unknown == {{"message": "l2advertisements.metallb.io could not be read (not-collected)"}} with input as cluster({}, [], false)
	check.unknown == {finding("whether it sets strictARP was not read")} with input as cluster({"strictARP": ""}, [lan], true)
}
