package kready.network["service-ip-capacity_test"]

import data.kready.network["service-ip-capacity"] as capacity

ranges(items, addresses) := {
	"serviceRanges": {"served": true, "ranges": items, "addresses": addresses},
	"thresholds": {"serviceIPUsePercent": 80},
}

one(cidrs) := {"name": "kubernetes", "cidrs": cidrs, "ready": "True"}

small := one(["10.96.0.0/24"])

test_pass if capacity.summary.pass == {"203 of 254 addresses for Services are taken"} with input as ranges([small], 203)

test_gap if {
	capacity.gap == {{"message": "204 of 254 addresses are taken"}} with input as ranges([small], 204)
	count(capacity.gap) == 0 with input as ranges([small], 203)
}

test_a_second_range_counts if {
	more := {"name": "more", "cidrs": ["10.97.0.0/24"], "ready": "True"}
	count(capacity.gap) == 0 with input as ranges([small, more], 250)
	going := object.union(more, {"ready": "False"})
	count(capacity.gap) == 1 with input as ranges([small, going], 250)
}

test_two_families if {
	dual := one(["10.96.0.0/24", "fd00::/112"])
	count(capacity.gap | capacity.unknown) == 0 with input as ranges([dual], 203)
	capacity.unknown == {
		{"message": "300 addresses of two families are taken, and one family has 254: how many are of it is not counted"},
	} with input as ranges([dual], 300)
	tight := one(["10.96.0.0/24", "fd00::/120"])
	capacity.gap == {{"message": "480 addresses are taken, of 255 in each family at most"}} with input as ranges([tight], 480)
}

test_large_ranges if count(capacity.gap | capacity.unknown) == 0 with input as ranges([one(["fd00::/64"])], 100000)

test_not_counted if {
	capacity.unknown == {{"message": "the API server does not say how many addresses are taken"}} with input as ranges([small], -1)
	capacity.unknown == {{"message": "there is no ServiceCIDR that is ready"}} with input as ranges([], 3)
}

test_not_served if {
	capacity.skip == {
		"the API server does not serve ServiceCIDRs, as before Kubernetes 1.33",
	} with input as {"serviceRanges": {"served": false, "ranges": [], "addresses": 0}}
}
