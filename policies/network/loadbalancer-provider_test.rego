package kready.network["loadbalancer-provider_test"]

import data.kready.lib
import data.kready.network["loadbalancer-provider"] as balancer

service(changes) := object.union(
	{
		"namespace": "shop", "name": "web", "type": "LoadBalancer", "deleting": false, "addresses": 0,
		"loadBalancerClass": "", "createdAt": "2026-06-01T00:00:00Z",
	},
	changes,
)

cluster(services) := {
	"collectedAt": "2026-11-01T12:00:00Z", "services": services, "inventory": [], "workloads": [],
	"distribution": {"name": "kubeadm", "title": "kubeadm"},
}

on(distribution) := object.union(cluster([]), {"distribution": {"name": distribution, "title": distribution}})

test_pass if balancer.summary.pass == {"2 Services of type LoadBalancer have addresses"} with input as cluster([service({"addresses": 1}), service({"name": "b", "addresses": 2})])

test_gap if {
	balancer.gap == {lib.finding("Service", "shop", "web", "it has no address")} with input as cluster([service({})])
	balancer.summary.gap == {"1 of 1 Service of type LoadBalancer without an address"} with input as cluster([service({})])
}

test_young_and_leaving_ones_may_wait if {
	count(balancer.gap) == 0 with input as cluster([service({"createdAt": "2026-11-01T11:56:00Z"})])
	balancer.unknown == {
		lib.finding("Service", "shop", "web", "it has waited for less than 5 minutes"),
	} with input as cluster([service({"createdAt": "2026-11-01T11:56:00Z"})])
	count(balancer.unknown) == 0 with input as cluster([service({"createdAt": "2026-11-01T11:56:00Z"}), service({"name": "b", "addresses": 1})])
	count(balancer.gap) == 0 with input as cluster([service({"deleting": true})])
}

test_unknown if {
	balancer.unknown == {{"message": "there is no Service of type LoadBalancer, and no provider that kready knows"}} with input as cluster([])
	balancer.unknown == {
		{"message": "there is no Service of type LoadBalancer, and no provider that kready knows"},
	} with input as cluster([service({"type": "ClusterIP"})])
	balancer.unknown == {
		lib.finding("Service", "shop", "web", "it carries no status"),
	} with input as cluster([service({"createdAt": "0001-01-01T00:00:00Z"})])
}

test_clouds if {
	count(balancer.unknown) == 0 with input as on("eks")
	balancer.unknown == {{"message": "there is no Service of type LoadBalancer, and no provider that kready knows"}} with input as on("kind")
}

test_providers if {
	metallb := {"title": "MetalLB", "version": "", "state": "running", "roles": ["network/load-balancer"]}
	input_ := object.union(cluster([]), {"inventory": [metallb]})
	balancer.summary.pass == {"no Service asks for a load balancer; MetalLB would give it one"} with input as input_
}
