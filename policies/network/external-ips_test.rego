package kready.network["external-ips_test"]

import data.kready.lib
import data.kready.network["external-ips"] as external

service(addresses) := {"namespace": "shop", "name": "web", "externalIPs": addresses}

test_pass if external.summary == {"no Service has spec.externalIPs"} with input as {"services": [service([])]}

test_gap if {
	input_ := {"services": [service(["192.0.2.1"])]}
	external.gap == {lib.finding("Service", "shop", "web", "spec.externalIPs is 192.0.2.1")} with input as input_
	external.summary == {"1 Service has spec.externalIPs"} with input as input_
}
