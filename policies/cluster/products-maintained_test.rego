package kready.cluster["products-maintained_test"]

import data.kready.cluster["products-maintained"] as maintained
import data.kready.lib

impl(changes) := object.union(
	{
		"name": "weave", "title": "Weave Net", "version": "2.8.1", "state": "running", "roles": ["network/cni"],
		"workloads": [{"kind": "DaemonSet", "namespace": "kube-system", "name": "weave-net"}],
		"lifecycle": {"state": "archived", "since": "2024-06-20", "source": "https://example.com/weave", "successor": "cilium"},
	},
	changes,
)

cluster(known) := {"asOf": "2026-11-01T00:00:00Z", "inventory": [known]}

gaps(known) := found if found := maintained.gap with input as cluster(known)

# ended is the finding on the product's DaemonSet.
ended(message) := {lib.finding("DaemonSet", "kube-system", "weave-net", message)}

test_gap if {
	gaps(impl({})) == ended("Weave Net 2.8.1 was archived on 2024-06-20 (https://example.com/weave); its successor is cilium")
	maintained.summary == {"1 product is no longer maintained: Weave Net"} with input as cluster(impl({}))
}

test_gap_without_a_date_or_successor if {
	gaps(impl({"lifecycle": {"since": "", "successor": ""}})) == ended("Weave Net 2.8.1 was archived (https://example.com/weave)")
}

test_pass[why] if {
	some why, change in {
		"active": {"lifecycle": {"state": "active"}},
		"not yet": {"lifecycle": {"since": "2027-01-01"}},
		"hidden": {"state": "hidden"},
		"has its own check": {"name": "ingress-nginx"},
		"log agent": {"roles": ["logs/agent"]},
		"remnant": {"state": "remnant"},
	}
	gaps(impl(change)) == set()
}

test_deprecated_is_mentioned if {
	known := impl({"lifecycle": {"state": "deprecated"}})
	gaps(known) == set()
	maintained.summary == {"nothing here is retired or archived; deprecated: Weave Net"} with input as cluster(known)
}

test_skip if maintained.skip == {"no product of the catalogue runs here"} with input as {"asOf": "2026-11-01T00:00:00Z", "inventory": []}
