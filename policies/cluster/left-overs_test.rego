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

messages(hook, service, inventory) := found if {
	found := [f.message | some f in left.gap] with input as cluster(hook, service, inventory)
}

test_pass_when_answered if messages(config("Ignore", false), backend(true, 1), [vault("remnant")]) == []

test_gap_no_service if {
	messages(config("Ignore", false), backend(false, 0), []) == ["its webhooks call Service vault/injector, which does not exist"]
}

test_gap_of_a_remnant if {
	messages(config("Ignore", false), backend(true, 0), [vault("remnant")]) == [concat(" ", [
		"Vault does not run, and its webhooks still call",
		"Service vault/injector, which has no ready endpoint",
	])]
}

# Its health is a matter of its own check.
test_pass_when_the_product_is_down if messages(config("Ignore", false), backend(true, 0), [vault("running")]) == []

test_pass_strict_ones_are_told_elsewhere if messages(config("Fail", false), backend(false, 0), [vault("remnant")]) == []

test_pass_by_url if messages(config("Ignore", true), backend(false, 0), [vault("remnant")]) == []

test_unknown_on_manifests if {
	input_ := object.union(cluster(config("Ignore", false), backend(false, 0), []), {"target": {"kind": "manifests"}})
	count(left.gap) == 0 with input as input_
	left.unknown == {
		lib.finding("MutatingWebhookConfiguration", "", "injector", "its webhooks call Service vault/injector, which does not exist"),
	} with input as input_
}

test_crds_are_a_note if {
	want := "no left-over of a product acts here; CRDs of Vault are there without the product, and do nothing by themselves"
	left.summary == {want} with input as object.union(cluster(config("Fail", false), backend(true, 1), [vault("remnant")]), {"webhooks": []})
}
