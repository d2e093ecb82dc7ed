package kready.dns.present_test

import data.kready.dns.present
import data.kready.lib
import data.kready.mocks

service(changes) := object.union(
	{
		"namespace": "kube-system", "name": "kube-dns", "exists": true, "roles": ["dns"], "selector": {},
		"endpoints": 2, "readyEndpoints": 2, "nodes": ["a", "b"],
	},
	changes,
)

with_dns(changes) := mocks.cluster({"backends": [service(changes)]})

test_pass if {
	count(present.gap) == 0 with input as with_dns({})
	present.summary == {"cluster DNS: 2 endpoints are ready behind Service kube-system/kube-dns"} with input as with_dns({})
}

test_pass_elsewhere[name] if {
	some name, namespace in {"dns-default": "openshift-dns", "rke2-coredns-rke2-coredns": "kube-system"}
	count(present.gap) == 0 with input as with_dns({"name": name, "namespace": namespace})
}

test_gap_none_ready if {
	present.summary == {"cluster DNS has no ready endpoint"} with input as with_dns({"readyEndpoints": 0, "nodes": []})
}

coredns(changes) := object.union({"kind": "Deployment", "namespace": "kube-system", "name": "coredns", "desired": 0, "ready": 0}, changes)

running := {"name": "coredns", "title": "CoreDNS", "state": "running", "roles": ["dns/cluster"], "workloads": [{"kind": "Deployment", "namespace": "kube-system", "name": "coredns"}]}

# Nobody is told to install what is there and only scaled down.
test_gap_scaled_to_zero if {
	cluster := mocks.cluster({"backends": [service({"readyEndpoints": 0, "nodes": []})], "workloads": [coredns({})], "inventory": [running]})
	present.state == {"scaled-to-zero"} with input as cluster
	lib.finding("Deployment", "kube-system", "coredns", "is scaled to 0 replicas") in present.gap with input as cluster
	present.state == set() with input as object.union(cluster, {"workloads": [coredns({"desired": 2})]})
}

test_gap_states if {
	present.state == {"absent"} with input as mocks.cluster({})
	present.state == {"no-service"} with input as mocks.cluster({"workloads": [coredns({"desired": 2})], "inventory": [running]})
}

test_gap_no_service if present.gap == {{"message": "there is no Service for cluster DNS"}} with input as mocks.cluster({})

test_gap_other_services_do_not_count if {
	present.gap == {{"message": "there is no Service for cluster DNS"}} with input as with_dns({"roles": ["webhook"]})
}

# Cloud DNS leaves the Service without endpoints, EKS Auto Mode leaves no Service.
test_pass_hidden[name] if {
	some name, backends in {"cloud-dns": [service({"endpoints": 0, "readyEndpoints": 0, "nodes": []})], "coredns": []}
	cluster := mocks.cluster({"backends": backends, "inventory": [mocks.hidden(name, ["dns/cluster"])]})
	count(present.gap) == 0 with input as cluster
	some said in present.summary with input as cluster
	contains(said, "only a lookup from a pod proves it")
}
