package kready.secrets["vault-injector_test"]

import data.kready.lib
import data.kready.secrets["vault-injector"] as injector

cluster(policy, backends) := {
	"webhooks": [{"kind": "MutatingWebhookConfiguration", "name": "vault", "webhooks": [{
		"name": "vault.hashicorp.com", "external": false, "failurePolicy": policy,
		"serviceNamespace": "vault", "serviceName": "injector",
	}]}],
	"backends": backends, "target": {"kind": "cluster"},
}

backend(ready) := {"namespace": "vault", "name": "injector", "exists": true, "endpoints": ready, "readyEndpoints": ready}

test_pass if count(injector.gap | injector.unknown) == 0 with input as cluster("Ignore", [backend(1)])

test_gap if {
	injector.gap == {
		lib.finding("MutatingWebhookConfiguration", "", "vault", "Service vault/injector has no ready endpoint, and the webhook ignores failures"),
	} with input as cluster("Ignore", [backend(0)])
}

test_unknown if {
	injector.unknown == {
		lib.finding("MutatingWebhookConfiguration", "", "vault", "Service vault/injector was not looked at"),
	} with input as cluster("Ignore", [])
}

test_skip_when_it_refuses if {
	injector.skip == {
		"its webhook refuses pods when nobody answers: policy/webhook-backends judges it",
	} with input as cluster("Fail", [backend(0)])
}

test_skip if {
	injector.skip == {
		"no webhook of the Vault agent injector is registered",
	} with input as {"webhooks": [], "backends": [], "target": {"kind": "cluster"}}
}

test_unknown_on_manifests if {
	manifests := object.union(cluster("Ignore", [backend(0)]), {"target": {"kind": "manifests"}})
	injector.unknown == {
		lib.finding("MutatingWebhookConfiguration", "", "vault", "whether its Service has ready endpoints cannot be told from manifests"),
	} with input as manifests
	count(injector.gap) == 0 with input as manifests
}
