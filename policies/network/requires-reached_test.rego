package kready.network["requires-reached_test"]

import data.kready.mocks
import data.kready.network["requires-reached"] as checked

judged(these) := {"service": {"proofs": {"asked": true, "tried": these}}}

tried(changes) := object.union_n([
	mocks.manifest("Deployment", "shop", "web"),
	{"of": "connection", "what": "db:5432", "result": "proven", "by": "platform", "message": "", "atLine": 0, "leftOut": []},
	changes,
])

on(line, by, message) := mocks.on("Deployment", "web", line, by, message)

test_failed if {
	bad := tried({"result": "failed", "message": "timeout"})
	checked.gap == {on(3, "platform", "its pods do not reach db:5432: timeout")} with input as judged([bad])
}

test_unknown if {
	bad := tried({"result": "unknown", "message": "a proxy took it"})
	checked.unknown == {on(3, "platform", "the connection to db:5432 came to no answer: a proxy took it")} with input as judged([bad])
}

test_pod_is_no_connection if count(checked.gap) == 0 with input as judged([tried({"of": "pod", "result": "failed"})])
