package kready.cluster["custom-kinds_test"]

import data.kready.cluster["custom-kinds"] as kinds
import data.kready.mocks

cart := mocks.service_object("shop.example", "v1", "Cart", "web", {"builtin": false})

land(changes) := object.union({"service": {"objects": [cart]}}, changes)

test_absent if {
	kinds.gap == {mocks.on("Cart", "web", 3, "platform", "nothing in the cluster defines Cart (shop.example/v1)")} with input as land({})
}

test_other_kind_of_the_group if {
	count(kinds.gap) == 1 with input as land({"crds": [{"name": "shops.shop.example", "group": "shop.example", "kind": "Shop", "served": ["v1"]}]})
}

test_defined if {
	count(kinds.gap) == 0 with input as land({"crds": [{"name": "carts.shop.example", "group": "shop.example", "kind": "Cart", "served": ["v1"], "established": "True"}]})
}

test_version if {
	some f in kinds.gap with input as land({"crds": [{"name": "carts.shop.example", "group": "shop.example", "kind": "Cart", "served": ["v2"], "established": "True"}]})
	f.state == "version"
	f.by == "service"
}

test_skip if count(kinds.skip) == 1 with input as {}
