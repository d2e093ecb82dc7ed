package kready.dns.nodelocal_test

import data.kready.dns.nodelocal
import data.kready.mocks

cluster(inventory, changes) := object.union(mocks.cluster({"inventory": inventory, "workloads": [mocks.daemon("cache", {})]}), changes)

cache(missing) := mocks.running("cache", ["dns/cache"], missing)

test_pass if nodelocal.summary.pass == {"CACHE is ready on 2 nodes"} with input as cluster([cache([])], {})

test_gap if {
	nodelocal.gap == {{"message": "no cache runs on the nodes"}} with input as cluster([], {})
	{f.object.name | some f in nodelocal.gap} == {"b"} with input as cluster([cache(["b"])], {})
}

test_unknown if {
	uncounted := object.union(cache([]), {"nodes": {"covered": 0, "of": 0, "missing": []}})
	nodelocal.unknown == {{"message": "CACHE is there; on which nodes it is ready was not counted"}} with input as cluster([uncounted], {})
}

test_skip if {
	nodelocal.skip == {"all nodes are virtual: no cache can run on them"} with input as cluster([], {"nodes": [mocks.node("fargate-a", {"virtual": true})]})
	openshift := cluster([], {"distribution": {"name": "openshift", "managed": false, "features": []}})
	nodelocal.skip == {"OpenShift runs a server of cluster DNS on each node"} with input as openshift
	nodelocal.skip == {"the provider runs cluster DNS"} with input as cluster([mocks.hidden("dns", ["dns/cluster"])], {})
	nodelocal.skip == {"the cluster has a single node"} with input as cluster([], {"nodes": [mocks.node("a", {})]})
}

# Whether pods ask the cache depends on what implements Services.
bypassed(proxy, cilium, policies) := cluster([cache([])], {
	"networkConfig": {"kubeProxy": {"mode": proxy}, "cilium": {"found": true, "kubeProxyReplacement": cilium}},
	"productResources": [{"name": "ciliumlocalredirectpolicies.cilium.io", "read": true, "served": true, "objects": policies}],
})

# Dataplane V2 of GKE redirects lookups to the cache of its add-on.
addon(distribution) := object.union(bypassed("", "strict", []), {
	"distribution": {"name": distribution, "managed": true, "features": []},
	"workloads": [mocks.daemon("cache", {"nodeSelector": {"addon.gke.io/node-local-dns-ds-ready": "true"}})],
})

test_asked_by_dataplane if {
	count(nodelocal.unknown) == 0 with input as addon("gke")
	count(nodelocal.unknown) == 1 with input as addon("eks")
}

test_asked[name] if {
	some name, case in {
		"iptables": {"in": bypassed("iptables", "false", []), "unknown": 0},
		"ipvs": {"in": bypassed("ipvs", "false", []), "unknown": 1},
		"Cilium": {"in": bypassed("", "true", []), "unknown": 1},
		"a redirect": {"in": bypassed("", "true", [{"namespace": "kube-system", "name": "dns", "fields": [], "conditions": []}]), "unknown": 0},
	}
	count(nodelocal.unknown) == case.unknown with input as case["in"]
	count(nodelocal.gap) == 0 with input as case["in"]
}

test_asked_by_kubelets if {
	named := object.union(bypassed("ipvs", "false", []), {"nameServers": [{"address": "169.254.20.10", "namespace": "", "name": "", "linkLocal": true}]})
	nodelocal.unknown == set() with input as named
}
