package kready.identity["stale-pods_test"]

import data.kready.identity["stale-pods"] as stale
import data.kready.lib

hook(name) := {"kind": "MutatingWebhookConfiguration", "name": "w", "webhooks": [{"name": name}]}

pods(cloud, n) := {"cloud": cloud, "kind": "Deployment", "namespace": "shop", "name": "web", "account": "web", "count": n, "since": "2026-06-01T00:00:00Z"}

cluster(without) := {
	"webhooks": [hook("iam-for-pods.amazonaws.com")],
	"podIdentities": {"pods": 3, "without": without},
}

test_pass if {
	stale.summary.pass == {"3 running pods ask for an identity, and all have it"} with input as cluster([])
	count(stale.gap | stale.skip) == 0 with input as cluster([])
}

test_gap_aws if {
	message := "2 pods run without the role of AWS that ServiceAccount web names; the oldest was made on 2026-06-01"
	stale.gap == {lib.finding("Deployment", "shop", "web", message)} with input as cluster([pods("aws", 2)])
}

test_gap_azure if {
	message := "1 pod runs without the identity of Azure that its label asks for (ServiceAccount web); the oldest was made on 2026-06-01"
	stale.gap == {lib.finding("Deployment", "shop", "web", message)} with input as cluster([pods("azure", 1)])
}

test_pass_when_nothing_asks if {
	none := {"pods": 0, "without": []}
	stale.summary.pass == {"nothing that runs asks the webhook for an identity"} with input as object.union(cluster([]), {"podIdentities": none})
}

test_skip_without_a_webhook if {
	count(stale.skip) == 1 with input as {"webhooks": [hook("other")], "podIdentities": {"pods": 0, "without": []}}
}
