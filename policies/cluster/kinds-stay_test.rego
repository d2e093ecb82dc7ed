package kready.cluster["kinds-stay_test"]

import data.kready.cluster["kinds-stay"] as stay
import data.kready.mocks

removal := {"group": "resource.k8s.io", "version": "v1beta1", "kinds": ["ResourceClaim"], "removedIn": "1.38", "removedInMinor": 38, "replacement": "v1"}

land(minor) := {
	"version": {"minor": minor}, "tables": {"removals": [{"name": "x", "removals": [removal]}]},
	"service": {"objects": [mocks.service_object("resource.k8s.io", "v1beta1", "ResourceClaim", "gpu", {})]},
}

test_next if {
	stay.gap == {mocks.on("ResourceClaim", "gpu", 3, "service", "resource.k8s.io/v1beta1 ResourceClaim is not served from Kubernetes 1.38 on: there is v1")} with input as land(37)
}

test_later if count(stay.gap) == 0 with input as land(36)

test_custom if {
	some f in stay.gap with input as {
		"crds": [{"name": "carts.shop.example", "group": "shop.example", "kind": "Cart", "served": ["v1", "v1beta1"], "deprecated": ["v1beta1"]}],
		"service": {"objects": [mocks.service_object("shop.example", "v1beta1", "Cart", "web", {"builtin": false})]},
	}
	f.message == "Cart is deprecated in version v1beta1: there is v1"
}

test_skip if count(stay.skip) == 1 with input as {}
