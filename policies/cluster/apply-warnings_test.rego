package kready.cluster["apply-warnings_test"]

import data.kready.cluster["apply-warnings"] as checked
import data.kready.mocks

judged(these) := {"service": {"dryRun": {"asked": true, "tried": these}}}

tried(changes) := object.union_n([
	mocks.manifest("Deployment", "shop", "web"),
	{"of": "object", "result": "accepted", "because": "", "atLine": 0},
	changes,
])

on(line, by, message) := mocks.on("Deployment", "web", line, by, message)

test_once if {
	checked.gap == {on(3, "service", "the API server warns: old")} with input as judged([tried({"warnings": ["old"]}), tried({"of": "pod", "warnings": ["old"]})])
}

test_not_asked if count(checked.skip) == 1 with input as {"service": {"dryRun": {"asked": false}}}
