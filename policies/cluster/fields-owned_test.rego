package kready.cluster["fields-owned_test"]

import data.kready.cluster["fields-owned"] as checked
import data.kready.mocks

judged(these) := {"service": {"dryRun": {"asked": true, "tried": these}}}

tried(changes) := object.union_n([
	mocks.manifest("Deployment", "shop", "web"),
	{"of": "object", "result": "accepted", "because": "", "atLine": 0},
	changes,
])

on(line, by, message) := mocks.on("Deployment", "web", line, by, message)

held(managers) := [tried({"owned": [{"manager": m, "paths": ["spec.replicas"], "atLine": 7} | some m in managers]})]

test_controller if {
	checked.gap == {on(7, "service", "it changes what keda manages: spec.replicas")} with input as judged(held(["keda"]))
}

# One tool under two names is one tool.
test_one_tool if {
	count(checked.gap) == 0 with input as judged(held(["kubectl-client-side-apply", "kubectl-edit"]))
	count(checked.unknown) == 2 with input as judged(held(["kubectl-client-side-apply", "kubectl-edit"]))
}

test_two_tools if count(checked.gap) == 2 with input as judged(held(["helm", "argocd-controller"]))

test_not_asked if count(checked.skip) == 1 with input as {"service": {"dryRun": {"asked": false}}}
