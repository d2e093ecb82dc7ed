package kready.ingress.exposure_test

import data.kready.ingress.exposure
import data.kready.lib

balancer(namespace, reach) := {
	"namespace": namespace, "name": "web", "type": "LoadBalancer", "deleting": false, "reach": reach, "reachBy": "its address",
}

cluster(public, services) := {"intent": {"exposure": {"stated": true, "public": public}}, "services": services}

test_skip_without_an_intent if {
	count(exposure.skip) == 1 with input as {"intent": {"exposure": {"stated": false, "public": []}}, "services": [balancer("shop", "public")]}
	count(exposure.gap) == 0 with input as {"intent": {"exposure": {"stated": false, "public": []}}, "services": [balancer("shop", "public")]}
}

test_pass_where_it_is_meant if {
	count(((exposure.gap | exposure.unknown) | exposure.skip)) == 0 with input as cluster(["edge"], [balancer("edge", "public"), balancer("shop", "private"), balancer("db", "restricted")])
}

test_gap_elsewhere if {
	found := {lib.finding("Service", "shop", "web", "the internet reaches its load balancer (by its address)")}
	exposure.gap == found with input as cluster(["edge"], [balancer("shop", "public"), balancer("edge", "public")])
}

test_gap_where_none_is_meant if count(exposure.gap) == 1 with input as cluster([], [balancer("edge", "public")])

test_one_without_an_address_is_not_reached if count(exposure.gap | exposure.unknown) == 0 with input as cluster([], [balancer("edge", "none")])

test_one_that_goes_does_not_count if {
	count(exposure.gap) == 0 with input as cluster([], [object.union(balancer("edge", "public"), {"deleting": true})])
}

test_external_ips_are_no_load_balancer if {
	count(exposure.gap | exposure.unknown) == 0 with input as cluster([], [object.union(balancer("edge", ""), {"type": "ClusterIP"})])
}

test_unknown_where_the_address_does_not_tell if count(exposure.unknown) == 1 with input as cluster([], [balancer("edge", "untold")])

test_unknown_of_an_older_snapshot if {
	exposure.unknown == {{"message": "the snapshot was taken by an older kready, which did not look from where load balancers are reached"}} with input as cluster([], [balancer("edge", "")])
}
