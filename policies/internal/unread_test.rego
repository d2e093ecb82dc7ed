package kready.internal.unread_test

import data.kready.internal.unread

spots := [
	{"facts": "issuers", "verb": "list", "resource": "issuers.cert-manager.io", "reason": "forbidden"},
	{"facts": "nodes", "verb": "list", "resource": "nodes", "reason": "partial"},
]

test_incomplete if {
	unread.incomplete("issuers") with input as {"blindSpots": spots}
	not unread.incomplete("workloads") with input as {"blindSpots": spots}
}

test_finding if {
	unread.finding("nodes") == {"message": "nodes could not be read (partial)"} with input as {"blindSpots": spots}
}
