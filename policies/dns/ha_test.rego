package kready.dns.ha_test

import data.kready.dns.ha
import data.kready.lib
import data.kready.mocks

service(ready, nodes) := {
	"namespace": "kube-system", "name": "kube-dns", "exists": true, "roles": ["dns"], "selector": {"k8s-app": "kube-dns"},
	"endpoints": ready, "readyEndpoints": ready, "nodes": nodes,
}

with_dns(ready, nodes) := mocks.cluster({"backends": [service(ready, nodes)]})

gaps(cluster) := found if found := ha.gap with input as cluster

test_pass if gaps(with_dns(2, ["a", "b"])) == set()

test_gap_one_server if gaps(with_dns(1, ["a"])) == {lib.finding("Service", "kube-system", "kube-dns", "only one endpoint is ready")}

one_node := {lib.finding("Service", "kube-system", "kube-dns", "both ready endpoints are on node a")}

# kubeadm starts both on the first node, and nothing moves them.
test_gap_one_node if {
	ha.summary == {"both servers of cluster DNS are on one node"} with input as with_dns(2, ["a"])
	gaps(with_dns(2, ["a"])) == one_node
}

# A Service for metrics stands before the same servers.
test_gap_counts_servers_once if {
	metrics := object.union(service(1, ["a"]), {"name": "kube-dns-metrics"})
	ha.summary == {"one server answers all of the cluster's lookups"} with input as mocks.cluster({"backends": [service(1, ["a"]), metrics]})
}

test_skip_single_node if {
	one := mocks.cluster({"nodes": [mocks.node("a", {})], "backends": [service(1, ["a"])]})
	ha.skip == {"only one node can run cluster DNS"} with input as one
}

control(change, untolerated) := mocks.cluster({
	"nodes": [mocks.node("a", {}), mocks.node("cp", change)],
	"backends": [service(2, ["a"])],
	"workloads": [mocks.daemon("coredns", {"podLabels": {"k8s-app": "kube-dns"}})],
	"untolerated": [mocks.kept_away("coredns", untolerated)],
})

# CoreDNS tolerates the control plane's taint, as shipped by kubeadm: that node counts.
test_gap_control_plane_counts if {
	gaps(control(mocks.control_plane, [])) == one_node
	count(ha.skip) == 0 with input as control(mocks.control_plane, [])
}

# A transient taint does not excuse having one server.
test_gap_transient_taint_counts if {
	unregistered := mocks.transient("karpenter.sh/unregistered", "NoExecute")
	gaps(control({"taints": [unregistered]}, [unregistered])) == one_node
}

removal := mocks.transient("karpenter.sh/disrupted", "NoSchedule")

removed := {"cordoned": true, "takesPods": false, "taints": [removal]}

# A server that tolerates all can be scheduled to a node that is about to be removed.
test_gap_tolerated_removal_counts if gaps(control(removed, [])) == one_node

test_skip[name] if {
	some name, change in {
		"no toleration": mocks.control_plane,
		"cordoned": {"unschedulable": true, "cordoned": true, "takesPods": false},
		"being removed": removed,
	}
	ha.skip == {"only one node can run cluster DNS"} with input as control(change, array.concat(mocks.control_plane.taints, [removal]))
}

test_skip_hidden if {
	cluster := mocks.cluster({"inventory": [mocks.hidden("cloud-dns", ["dns/cluster"])]})
	ha.skip == {"the provider runs cluster DNS"} with input as cluster
}

test_unknown_no_nodes if ha.unknown == {{"message": "the endpoints do not say on which nodes they are"}} with input as with_dns(2, [])
