package kready.ingress["routes-answer_test"]

import data.kready.ingress["routes-answer"] as checked
import data.kready.mocks

judged(these) := {"service": {"proofs": {"asked": true, "tried": these}}}

tried(changes) := object.union_n([
	mocks.manifest("Ingress", "shop", "web"),
	{"of": "route", "what": "class nginx", "result": "proven", "by": "platform", "message": "", "atLine": 4, "leftOut": []},
	changes,
])

on(line, by, message) := mocks.on("Ingress", "web", line, by, message)

test_failed if {
	bad := tried({"result": "failed", "message": "HTTP 404"})
	checked.gap == {on(4, "platform", "a route of class nginx: HTTP 404")} with input as judged([bad])
}

test_unknown if {
	bad := tried({"result": "unknown", "message": "it costs money"})
	checked.unknown == {on(4, "platform", "a route of class nginx came to no answer: it costs money")} with input as judged([bad])
}

test_pod_is_no_route if count(checked.gap) == 0 with input as judged([tried({"of": "pod", "result": "failed"})])
