package kready.cluster["objects-accepted_test"]

import data.kready.cluster["objects-accepted"] as checked
import data.kready.mocks

judged(these) := {"service": {"dryRun": {"asked": true, "tried": these}}}

tried(changes) := object.union_n([
	mocks.manifest("Deployment", "shop", "web"),
	{"of": "object", "result": "accepted", "because": "", "atLine": 0},
	changes,
])

on(line, by, message) := mocks.on("Deployment", "web", line, by, message)

test_refused if {
	fixed := tried({"result": "refused", "because": "immutable", "message": "no", "atLine": 5})
	checked.gap == {object.union(on(5, "service", "the API server refuses it: no"), {"state": "immutable"})} with input as judged([fixed])
	checked.state == {"immutable"} with input as judged([tried({"result": "refused", "because": "immutable"})])
}

# What refuses pods is for another check.
test_pod if count(checked.gap) == 0 with input as judged([tried({"of": "pod", "result": "refused"})])

# Objects of a namespace that the service brings are one finding.
test_brought_namespace if {
	these := [tried({"result": "unknown", "because": "brought-namespace", "line": line}) | some line in [1, 9, 20]]
	count(checked.unknown) == 1 with input as judged(these)
	count(checked.gap) == 0 with input as judged(these)
}

test_not_asked if count(checked.skip) == 1 with input as {"service": {"dryRun": {"asked": false}}}
