package kready.cluster["pods-accepted_test"]

import data.kready.cluster["pods-accepted"] as checked
import data.kready.mocks

judged(these) := {"service": {"dryRun": {"asked": true, "tried": these}}}

tried(changes) := object.union_n([
	mocks.manifest("Deployment", "shop", "web"),
	{"of": "object", "result": "accepted", "because": "", "atLine": 0},
	changes,
])

on(line, by, message) := mocks.on("Deployment", "web", line, by, message)

test_quota if {
	over := tried({"of": "pod", "result": "refused", "because": "quota", "message": "exceeded quota"})
	checked.gap == {on(3, "platform", "the API server refuses the Pod of its template: exceeded quota")} with input as judged([over])
}

test_object if count(checked.gap) == 0 with input as judged([tried({"result": "refused"})])

test_not_asked if count(checked.skip) == 1 with input as {"service": {"dryRun": {"asked": false}}}
