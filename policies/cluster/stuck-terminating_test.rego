package kready.cluster["stuck-terminating_test"]

import data.kready.cluster["stuck-terminating"] as stuck
import data.kready.lib
import data.kready.mocks

ns(phase, deleted, conditions) := mocks.cluster({"namespaces": [{"name": "old", "phase": phase, "deletedAt": deleted, "conditions": conditions}]})

never := "0001-01-01T00:00:00Z"

test_pass if count(stuck.gap | stuck.unknown) == 0 with input as ns("Active", never, [])

test_on_its_way_out if count(stuck.gap) == 0 with input as ns("Terminating", "2026-11-01T11:10:00Z", [])

test_gap if {
	input_ := ns("Terminating", "2026-10-20T11:10:00Z", [{"type": "NamespaceFinalizersRemaining", "status": "True", "message": "acme.org/x in 1 resource instances"}])
	stuck.gap == {lib.finding("Namespace", "", "old", "Terminating since 2026-10-20 11:10 UTC: acme.org/x in 1 resource instances")} with input as input_
}

test_without_words if {
	stuck.gap == {
		lib.finding("Namespace", "", "old", "Terminating since 2026-10-20 11:10 UTC"),
	} with input as ns("Terminating", "2026-10-20T11:10:00Z", [])
}

test_unknown if {
	stuck.unknown == {
		lib.finding("Namespace", "", "old", "it is Terminating, and does not say since when"),
	} with input as ns("Terminating", never, [])
}
