package kready.secrets["vault-injector_test"]

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

test_gap if count(injector.gap) == 1 with input as cluster("Ignore", [backend(0)])

test_unknown if count(injector.unknown) == 1 with input as cluster("Ignore", [])

test_skip_when_it_refuses if count(injector.skip) == 1 with input as cluster("Fail", [backend(0)])

test_skip if count(injector.skip) == 1 with input as {"webhooks": [], "backends": [], "target": {"kind": "cluster"}}

test_unknown_on_manifests if {
	manifests := object.union(cluster("Ignore", [backend(0)]), {"target": {"kind": "manifests"}})
	count(injector.unknown) == 1 with input as manifests
	count(injector.gap) == 0 with input as manifests
}
