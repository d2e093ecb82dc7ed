package kready.cluster["crds-served_test"]

import data.kready.cluster["crds-served"] as served
import data.kready.lib
import data.kready.mocks

crd(changes) := object.union({"name": "widgets.acme.org", "group": "acme.org", "createdAt": "2026-06-01T00:00:00Z", "established": "True", "namesAccepted": "True"}, changes)

of(changes) := mocks.cluster({"crds": [crd(changes)]})

found(text, state) := {object.union(lib.finding("CustomResourceDefinition", "", "widgets.acme.org", text), {"state": state})}

test_pass[name] if {
	some name, changes in {
		"served": {},
		"just made": {"established": "False", "namesAccepted": "False", "createdAt": "2026-11-01T11:58:00Z"},
		"about to go": {"established": "False", "deletedAt": "2026-11-01T11:30:00Z"},
		"of an older snapshot": {"namesAccepted": ""},
	}
	served.gap == set() with input as of(changes)
	served.unknown == set() with input as of(changes)
}

test_gap_names_taken if {
	changes := {"established": "False", "namesAccepted": "False", "why": "\"Widget\" is already in use"}
	served.gap == found("it is not served: its names are taken (\"Widget\" is already in use)", "names-taken") with input as of(changes)
}

test_gap_names_taken_later if {
	served.gap == found("it is served by names that it had before: one that it asks for is taken", "names-taken") with input as of({"namesAccepted": "False"})
}

test_gap_not_established if {
	served.gap == {lib.finding("CustomResourceDefinition", "", "widgets.acme.org", "it is not established, so that it is not served")} with input as of({"established": "False"})
	served.state == set() with input as of({"established": "False"})
}

test_gap_terminating if {
	served.gap == found("it is being deleted since 2026-10-31 12:00 UTC, and takes no new object (CustomResource deletion is in progress)", "terminating") with input as of({
		"deletedAt": "2026-10-31T12:00:00Z", "why": "CustomResource deletion is in progress",
	})
}

test_skip_none if count(served.skip) == 1 with input as mocks.cluster({})

test_unknown_manifests if count(served.unknown) == 1 with input as of({"established": "", "namesAccepted": ""})
