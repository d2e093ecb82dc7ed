package kready.dns["kubelet-dns_test"]

import data.kready.dns["kubelet-dns"] as check
import data.kready.lib
import data.kready.mocks

cluster(changes) := object.union(
	mocks.cluster({
		"kubeletConfig": {"found": true, "clusterDNS": ["10.96.0.10"], "clusterDomain": "cluster.local"},
		"nameServers": [server("10.96.0.10", "kube-dns")],
		"backends": [{"namespace": "kube-system", "name": "kube-dns", "exists": true, "roles": ["dns"], "addresses": ["10.96.0.10"], "readyEndpoints": 2}],
		"dnsConfig": corefile([".:53"], [kubernetes(["cluster.local", "in-addr.arpa"])]),
	}),
	changes,
)

server(address, service) := {"address": address, "namespace": "kube-system", "name": service, "linkLocal": startswith(address, "169.254.")}

corefile(zones, plugins) := {"found": true, "configMap": "coredns", "servers": [{"zones": zones, "plugins": plugins}]}

kubernetes(zones) := {"name": "kubernetes", "args": zones, "options": []}

cache := mocks.running("node-local-dns", ["dns/cache"], [])

finding(message) := lib.finding("ConfigMap", "kube-system", "kubelet-config", message)

test_pass if {
	check.gap == set() with input as cluster({})
	check.unknown == set() with input as cluster({})
	check.summary.pass == {"pods are given 10.96.0.10, of Service kube-system/kube-dns, as their name server"} with input as cluster({})
}

test_gap_other_address if {
	other := cluster({"nameServers": [server("10.12.0.10", "")]})
	check.gap == {finding("gives pods the name server 10.12.0.10, which no Service with port 53 has: that of cluster DNS has 10.96.0.10")} with input as other
	old := object.union(other, {"backends": []})
	check.gap == {finding("gives pods the name server 10.12.0.10, which no Service with port 53 has")} with input as old
}

test_cache if {
	link_local := cluster({"nameServers": [server("169.254.20.10", "")]})
	check.gap == {finding("gives pods the name server 169.254.20.10, which NodeLocal DNSCache would listen at, and it is not there")} with input as link_local
	check.state == {"no-cache"} with input as link_local
	cached := object.union(link_local, {"inventory": [cache]})
	check.gap == set() with input as cached
	check.unknown == set() with input as cached
	told := object.union(cached, {"workloads": [mocks.daemon("node-local-dns", {"containers": [{"args": [{"name": "localip", "value": "169.254.25.10, 10.96.0.10"}]}]})]})
	check.gap == {finding("gives pods the name server 169.254.20.10, which no Service has, and NODE-LOCAL-DNS listens at 10.96.0.10, 169.254.25.10")} with input as told
	right := object.union(told, {"nameServers": [server("169.254.25.10", "")]})
	check.gap == set() with input as right
	check.unknown == set() with input as right
	elsewhere := cluster({"nameServers": [server("192.0.2.10", "")], "inventory": [cache]})
	check.gap == set() with input as elsewhere
	count(check.unknown) == 1 with input as elsewhere
}

test_domain[name] if {
	some name, case in {
		"other zone": {"dns": corefile([".:53"], [kubernetes(["acme.local", "in-addr.arpa"])]), "gap": {finding("gives pods the domain cluster.local, and CoreDNS serves acme.local")}},
		"zone of the block": {"dns": corefile(["Cluster.Local.:53", "in-addr.arpa"], [kubernetes([])]), "gap": set()},
		"imported": {"dns": corefile([".:53"], [kubernetes(["acme.local"]), {"name": "import", "args": ["/etc/coredns/custom/*"], "options": []}]), "gap": set()},
		"rewritten": {"dns": corefile([".:53"], [kubernetes(["acme.local"]), {"name": "rewrite", "args": ["name", "suffix"], "options": []}]), "gap": set()},
		"no Corefile": {"dns": {"found": false, "configMap": "", "servers": []}, "gap": set()},
		"all names": {"dns": corefile([".:53"], [kubernetes([])]), "gap": set()},
	}
	check.gap == case.gap with input as cluster({"dnsConfig": case.dns})
}

test_skip if {
	check.skip == {"there is no ConfigMap kubelet-config, by which kubeadm configures kubelets"} with input as cluster({"kubeletConfig": {"found": false, "clusterDNS": [], "clusterDomain": ""}})
	check.skip == {"ConfigMap kubelet-config names no name server"} with input as cluster({"kubeletConfig": {"clusterDNS": []}})
	check.skip == {"the provider runs cluster DNS"} with input as cluster({"inventory": [mocks.hidden("dns", ["dns/cluster"])]})
}
