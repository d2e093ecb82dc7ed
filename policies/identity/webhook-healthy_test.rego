package kready.identity["webhook-healthy_test"]

import data.kready.identity["webhook-healthy"] as healthy
import data.kready.lib

hook(changes) := object.union(
	{
		"name": "pod-identity-webhook.amazonaws.com", "failurePolicy": "Ignore", "external": false,
		"serviceNamespace": "identity", "serviceName": "webhook",
	},
	changes,
)

backend(changes) := object.union(
	{"namespace": "identity", "name": "webhook", "exists": true, "external": false, "readyEndpoints": 2},
	changes,
)

cluster(hooks, backends) := {
	"webhooks": [{"kind": "MutatingWebhookConfiguration", "name": "c", "webhooks": hooks}],
	"backends": backends, "inventory": [], "workloads": [], "target": {"kind": "cluster"},
}

test_pass if {
	count(healthy.gap | healthy.unknown) == 0 with input as cluster([hook({})], [backend({})])
	healthy.summary.pass == {"identity/webhook has 2 ready endpoints"} with input as cluster([hook({})], [backend({})])
}

test_gap_when_nobody_answers if {
	healthy.gap == {
		lib.finding("MutatingWebhookConfiguration", "", "c", "Service identity/webhook has no ready endpoint: pods start without their identity"),
	} with input as cluster([hook({})], [backend({"readyEndpoints": 0})])
	healthy.gap == {
		lib.finding("MutatingWebhookConfiguration", "", "c", "Service identity/webhook does not exist: pods start without their identity"),
	} with input as cluster([hook({})], [backend({"exists": false})])
}

test_strict_ones_are_another_gap if {
	input_ := cluster([hook({"name": "mutation.azure-workload-identity.io", "failurePolicy": "Fail"})], [backend({"readyEndpoints": 0})])
	count(healthy.gap) == 0 with input as input_
	healthy.skip == {"the identity webhook is strict and nobody answers: see policy/webhook-backends"} with input as input_
}

test_skip_when_it_runs_at_the_provider if {
	input_ := cluster([hook({"external": true, "serviceName": ""})], [])
	healthy.skip == {"the identity webhook is called outside of the cluster, where kready cannot look"} with input as input_
}

test_skip_when_there_is_none if {
	healthy.skip == {"no identity webhook is registered"} with input as cluster([hook({"name": "validate.kyverno.svc"})], [])
}

test_gap_when_nothing_calls_it if {
	running := {
		"inventory": [{
			"name": "azure-workload-identity", "title": "Azure Workload Identity", "state": "running", "roles": ["identity/webhook"],
			"workloads": [{"kind": "Deployment", "namespace": "azwi", "name": "webhook"}],
		}],
		"workloads": [{"kind": "Deployment", "namespace": "azwi", "name": "webhook", "status": true}],
	}
	[f.object.name | some f in healthy.gap] == ["webhook"] with input as object.union(cluster([], []), running)
	count(healthy.gap) == 0 with input as object.union(cluster([hook({"name": "mutation.azure-workload-identity.io"})], [backend({})]), running)
}

test_unknown_when_it_was_not_looked_at if {
	healthy.unknown == {
		lib.finding("MutatingWebhookConfiguration", "", "c", "Service identity/webhook was not looked at"),
	} with input as cluster([hook({})], [])
}

test_unknown_from_manifests if {
	manifests := object.union(cluster([hook({})], [backend({"readyEndpoints": 0})]), {"target": {"kind": "manifests"}})
	count(healthy.gap) == 0 with input as manifests
	healthy.unknown == {
		lib.finding("MutatingWebhookConfiguration", "", "c", "whether it has a ready endpoint cannot be told from manifests"),
	} with input as manifests
}
