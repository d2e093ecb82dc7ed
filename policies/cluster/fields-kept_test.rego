package kready.cluster["fields-kept_test"]

import data.kready.cluster["fields-kept"] as checked
import data.kready.mocks

judged(these) := {"service": {"dryRun": {"asked": true, "tried": these}}}

tried(changes) := object.union_n([
	mocks.manifest("Deployment", "shop", "web"),
	{"of": "object", "result": "accepted", "because": "", "atLine": 0},
	changes,
])

on(line, by, message) := mocks.on("Deployment", "web", line, by, message)

test_dropped if {
	message := "spec.hostUsers does not come back from the API server: its feature is off here, or a webhook takes it out"
	checked.gap == {on(7, "service", message)} with input as judged([tried({"dropped": [{"path": "spec.hostUsers", "atLine": 7}]})])
}

test_kept if count(checked.gap | checked.unknown) == 0 with input as judged([tried({})])

test_not_asked if count(checked.skip) == 1 with input as {"service": {"dryRun": {"asked": false}}}
