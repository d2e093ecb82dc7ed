package kready.policy["dryrun-safe_test"]

import data.kready.lib
import data.kready.mocks
import data.kready.policy["dryrun-safe"] as dryrun

cluster(effects) := mocks.cluster({"webhooks": [{
	"kind": "MutatingWebhookConfiguration", "name": "x",
	"webhooks": [{"name": "x.acme.org", "sideEffects": effects}],
}]})

test_pass if {
	dryrun.summary.pass == {"1 webhook says that it is safe for dry runs"} with input as cluster("None")
	count(dryrun.gap) == 0 with input as cluster("NoneOnDryRun")
}

test_gap[effects] if {
	some effects, message in {
		"Unknown": "x.acme.org: sideEffects is Unknown",
		"Some": "x.acme.org: sideEffects is Some",
		"": "x.acme.org: it does not say whether it has side effects",
	}
	dryrun.gap == {lib.finding("MutatingWebhookConfiguration", "", "x", message)} with input as cluster(effects)
}

test_skip if dryrun.skip == {"there is no admission webhook"} with input as mocks.cluster({"webhooks": []})
