package kready.tracing["operator-webhook_test"]

import data.kready.mocks
import data.kready.tracing["operator-webhook"] as webhook

kind(objects) := [{"name": "instrumentations.opentelemetry.io", "served": true, "read": true, "objects": objects}]

hook(changes) := object.union({"name": "mpod.kb.io", "external": false, "failurePolicy": "Ignore", "serviceNamespace": "otel", "serviceName": "webhook"}, changes)

cluster(config, changes, ready) := mocks.cluster({
	"productResources": kind([{"namespace": "shop", "name": "java"}]), "blindSpots": [],
	"webhooks": [{"kind": "MutatingWebhookConfiguration", "name": config, "webhooks": [hook(changes)]}],
	"backends": [{"namespace": "otel", "name": "webhook", "endpoints": 1, "readyEndpoints": ready}],
	"inventory": [{"name": "opentelemetry-operator", "state": "running", "roles": ["tracing/operator"], "workloads": [{"kind": "Deployment", "namespace": "otel", "name": "operator"}]}],
})

test_pass[name] if {
	some name, input_ in {
		"by its name": cluster("opentelemetry-operator-mutation", {}, 1),
		"by where the operator runs": cluster("acme-mutation", {}, 1),
		"made by OLM": cluster("mpod.kb.io-7x2k", {"name": "mpod.kb.io"}, 1),
		"pods are refused meanwhile, as another check says": cluster("opentelemetry-operator-mutation", {"failurePolicy": "Fail"}, 0),
	}
	count(((webhook.gap | webhook.unknown) | webhook.skip)) == 0 with input as input_
}

test_nobody_answers if {
	{f.state | some f in webhook.gap} == {"no-endpoint"} with input as cluster("opentelemetry-operator-mutation", {}, 0)
}

test_the_webhook_of_another_operator_does_not_count if {
	input_ := object.union(cluster("acme-mutation", {}, 1), {"inventory": []})
	count(webhook.gap) == 1 with input as input_
}

test_no_instrumentation if {
	count(webhook.skip) == 1 with input as mocks.cluster({"productResources": kind([]), "blindSpots": [], "webhooks": []})
}
