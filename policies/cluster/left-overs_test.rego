package kready.cluster["left-overs_test"]

import data.kready.cluster["left-overs"] as left
import data.kready.lib

config(policy, external) := {"kind": "MutatingWebhookConfiguration", "name": "injector", "webhooks": [
	{"failurePolicy": policy, "external": external, "serviceNamespace": "vault", "serviceName": "injector"},
	{"failurePolicy": policy, "external": external, "serviceNamespace": "vault", "serviceName": "injector"},
]}

backend(exists, ready) := {"namespace": "vault", "name": "injector", "exists": exists, "external": false, "readyEndpoints": ready}

vault(state) := {
	"title": "Vault", "state": state, "roles": ["secrets/injector"], "evidence": ["CRD vaults.example.com"],
	"registrations": [{"kind": "MutatingWebhookConfiguration", "name": "injector"}],
}

cluster(hook, service, inventory) := {"target": {"kind": "cluster"}, "webhooks": [hook], "backends": [service], "inventory": inventory}

gaps(hook, service, inventory) := found if found := left.gap with input as cluster(hook, service, inventory)

# calls is the finding on the webhook configuration.
calls(message) := {lib.finding("MutatingWebhookConfiguration", "", "injector", message)}

test_pass_when_answered if gaps(config("Ignore", false), backend(true, 1), [vault("remnant")]) == set()

test_gap_no_service if {
	gaps(config("Ignore", false), backend(false, 0), []) == calls("its webhooks call Service vault/injector, which does not exist")
}

test_gap_of_a_remnant if {
	gaps(config("Ignore", false), backend(true, 0), [vault("remnant")]) == calls("Vault does not run, and its webhooks still call Service vault/injector, which has no ready endpoint")
}

# Its health is a matter of its own check.
test_pass_when_the_product_is_down if gaps(config("Ignore", false), backend(true, 0), [vault("running")]) == set()

test_pass_other_checks_report_strict_ones if gaps(config("Fail", false), backend(false, 0), [vault("remnant")]) == set()

test_pass_by_url if gaps(config("Ignore", true), backend(false, 0), [vault("remnant")]) == set()

test_unknown_on_manifests if {
	input_ := object.union(cluster(config("Ignore", false), backend(false, 0), []), {"target": {"kind": "manifests"}})
	count(left.gap) == 0 with input as input_
	left.unknown == {
		lib.finding("MutatingWebhookConfiguration", "", "injector", "its webhooks call Service vault/injector, which does not exist"),
	} with input as input_
}

test_crds_are_a_note if {
	want := "no webhook that may be ignored is left of a removed product; CRDs of Vault are there without the product, and do nothing by themselves"
	left.summary == {want} with input as object.union(cluster(config("Fail", false), backend(true, 1), [vault("remnant")]), {"webhooks": []})
}
