package kready.policy["webhook-backends_test"]

import data.kready.lib
import data.kready.policy["webhook-backends"] as backends

hook(name, changes) := object.union(
	{
		"name": name, "failurePolicy": "Fail", "external": false,
		"serviceNamespace": "ns", "serviceName": "svc", "resources": ["/pods"],
	},
	changes,
)

cluster(hooks, services) := {
	"webhooks": [{"kind": "ValidatingWebhookConfiguration", "name": "guard", "webhooks": hooks}],
	"backends": services, "target": {"kind": "cluster"},
}

service(changes) := object.union({"namespace": "ns", "name": "svc", "exists": true, "external": false, "endpoints": 0, "readyEndpoints": 1}, changes)

test_pass if {
	input_ := cluster([hook("a", {})], [service({})])
	count(backends.gap | backends.unknown) == 0 with input as input_
	backends.summary.pass == {"1 strict webhook stands before a Service with a ready endpoint"} with input as input_
}

test_pass_without_webhooks if {
	backends.summary.pass == {"no webhook is strict"} with input as {"webhooks": [], "backends": [], "target": {"kind": "cluster"}}
}

test_gap_once_for_two_webhooks if {
	input_ := cluster([hook("a", {}), hook("b", {"resources": ["apps/deployments"]})], [service({"readyEndpoints": 0})])
	backends.gap == {
		lib.finding("ValidatingWebhookConfiguration", "", "guard", "Service ns/svc has no ready endpoint: requests for apps/deployments, pods are refused"),
	} with input as input_
}

test_gap_without_a_service if {
	backends.gap == {
		lib.finding("ValidatingWebhookConfiguration", "", "guard", "Service ns/svc does not exist: requests for pods are refused"),
	} with input as cluster([hook("a", {})], [service({"exists": false, "readyEndpoints": 0})])
}

ports(port, served) := [{"port": 80, "name": "http", "served": true}, {"port": port, "name": "https", "served": served}]

test_pass_with_the_port if {
	count(backends.gap) == 0 with input as cluster([hook("a", {"servicePort": 443})], [service({"ports": ports(443, true)})])
}

test_gap_without_the_port if {
	backends.gap == {
		lib.finding("ValidatingWebhookConfiguration", "", "guard", "Service ns/svc has no port 443: requests for pods are refused"),
	} with input as cluster([hook("a", {"servicePort": 443})], [service({"ports": ports(8443, true)})])
}

test_gap_no_endpoint_has_the_port if {
	backends.gap == {
		lib.finding("ValidatingWebhookConfiguration", "", "guard", "Service ns/svc has no ready endpoint with port 443: requests for pods are refused"),
	} with input as cluster([hook("a", {"servicePort": 443})], [service({"ports": ports(443, false)})])
}

# Only a name is looked for among the ports of the pods.
test_gap_no_container_has_the_port if {
	named := [object.union(p, {"targetName": "webhook"}) | some p in ports(443, false)]
	message := concat(": ", [
		"Service ns/svc has no ready endpoint with port 443", "its targetPort webhook is the name of no port of its ready pods",
		"requests for pods are refused",
	])
	judged := cluster([hook("a", {"servicePort": 443})], [service({"ports": named, "selector": {"app": "guard"}})])
	backends.gap == {lib.finding("ValidatingWebhookConfiguration", "", "guard", message)} with input as judged
}

# An older snapshot does not hold ports.
test_no_gap_without_ports[changes] if {
	some changes in [{"servicePort": 0}, {"servicePort": 443}]
	count(backends.gap) == 0 with input as cluster([hook("a", changes)], [service({"ports": []})])
}

test_ignore_refuses_nothing if {
	count(backends.gap) == 0 with input as cluster([hook("a", {"failurePolicy": "Ignore"})], [service({"exists": false})])
}

test_a_url_is_only_counted if {
	input_ := cluster([hook("a", {"external": true, "serviceName": "", "serviceNamespace": ""})], [])
	count(backends.gap | backends.unknown) == 0 with input as input_
	backends.summary.pass == {"1 strict webhook is called outside of the cluster, where kready cannot look"} with input as input_
}

test_an_external_name_is_only_counted if {
	count(backends.gap) == 0 with input as cluster([hook("a", {})], [service({"external": true, "readyEndpoints": 0})])
}

test_unknown_when_not_read if {
	backends.unknown == {
		lib.finding("ValidatingWebhookConfiguration", "", "guard", "Service ns/svc was not looked at"),
	} with input as cluster([hook("a", {})], [])
}

test_unknown_on_manifests if {
	manifests := object.union(cluster([hook("a", {})], [service({"readyEndpoints": 0})]), {"target": {"kind": "manifests"}})
	backends.unknown == {
		lib.finding("ValidatingWebhookConfiguration", "", "guard", "whether Service ns/svc has ready endpoints cannot be told from manifests"),
	} with input as manifests
	count(backends.gap) == 0 with input as manifests
}
