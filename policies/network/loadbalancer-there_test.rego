package kready.network["loadbalancer-there_test"]

import data.kready.mocks
import data.kready.network["loadbalancer-there"] as balanced

service(fields) := {"service": {"objects": [mocks.service_object("", "v1", "Service", "web", {"fields": fields})]}}

balancer := {"path": "spec.type", "value": "LoadBalancer", "line": 7}

test_needy if balanced.needy == {mocks.on("Service", "web", 7, "platform", "it waits for an address of a load balancer")} with input as service([balancer])

other(fields) := object.union({"namespace": "legacy", "name": "broken", "type": "LoadBalancer", "createdAt": "2026-06-02T00:00:00Z"}, fields)

# Where another one has an address, it does not matter what else waits.
test_served if {
	count(balanced.needy) == 0 with input as object.union(service([balancer]), {"services": [other({}), other({"name": "web", "addresses": 1})]})
}

# One of another class says nothing.
test_served_by_class if {
	count(balanced.needy) == 1 with input as object.union(service([balancer]), {"services": [other({"loadBalancerClass": "tailscale", "addresses": 1})]})
}

test_unknown_class if {
	of_class := service([balancer, {"path": "spec.loadBalancerClass", "value": "tailscale", "line": 8}])
	count(balanced.needy) == 0 with input as of_class
	balanced.unknown == {mocks.on("Service", "web", 8, "platform", "whether something serves the class tailscale cannot be told")} with input as of_class
}

test_skip[type] if {
	some type in ["ClusterIP", "NodePort"]
	count(balanced.skip) == 1 with input as service([{"path": "spec.type", "value": type, "line": 7}])
}

test_skip_without_a_type if count(balanced.skip) == 1 with input as service([])
