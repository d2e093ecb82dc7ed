package kready.cluster["pods-set-up_test"]

import data.kready.cluster["pods-set-up"] as checked
import data.kready.mocks

judged(these) := {"service": {"proofs": {"asked": true, "tried": these}}}

tried(changes) := object.union_n([
	mocks.manifest("Deployment", "shop", "web"),
	{"of": "pod", "what": "", "result": "proven", "by": "platform", "message": "", "atLine": 0, "leftOut": []},
	changes,
])

on(line, by, message) := mocks.on("Deployment", "web", line, by, message)

test_failed if {
	bad := tried({"result": "failed", "by": "service", "message": "no image", "atLine": 9})
	checked.gap == {on(9, "service", "a pod like those of its template is not set up: no image")} with input as judged([bad])
}

test_connection_is_no_pod if count(checked.gap) == 0 with input as judged([tried({"of": "connection", "result": "failed"})])

test_many_left_out if {
	without := tried({"leftOut": ["a", "b", "c", "d", "e", "f", "g"]})
	some said in checked.summary.pass with input as judged([without])
	contains(said, "Deployment web without e; and 2 more were left out")
}

test_not_asked if count(checked.skip) == 1 with input as {"service": {"proofs": {"asked": false, "tried": []}}}
