package kready.mesh["injector-policy_test"]

import data.kready.lib
import data.kready.mesh["injector-policy"] as injector
import data.kready.mocks

selector := {"set": true, "requirements": [
	{"key": "config.linkerd.io/admission-webhooks", "operator": "NotIn", "values": ["disabled"]},
	{"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": ["kube-system", "cert-manager"]},
]}

cluster(name, policy, ready) := mocks.cluster({
	"webhooks": [{"kind": "MutatingWebhookConfiguration", "name": "injector", "webhooks": [{
		"name": name, "failurePolicy": policy, "serviceNamespace": "mesh", "serviceName": "injector", "namespaces": selector,
	}]}],
	"backends": [{"namespace": "mesh", "name": "injector", "exists": true, "readyEndpoints": ready}],
	"namespaces": [{"name": "kube-system", "labels": {}}],
})

istio := "rev.namespace.sidecar-injector.istio.io"

linkerd := "linkerd-proxy-injector.linkerd.io"

test_pass if {
	injector.summary.pass == {"the injector fails closed, and has what that takes"} with input as cluster(istio, "Fail", 2)
	injector.summary.pass == {"the injector fails closed, and has what that takes"} with input as cluster(linkerd, "Fail", 3)
}

test_gap_with_one_pod if {
	injector.gap == {
		lib.finding("MutatingWebhookConfiguration", "", "injector", "pods of the mesh do not start without it, and it has one ready pod"),
	} with input as cluster(istio, "Fail", 1)
	injector.gap == {
		lib.finding("MutatingWebhookConfiguration", "", "injector", "pods of the mesh do not start without it, and it has one ready pod"),
	} with input as cluster(linkerd, "Fail", 1)
}

test_open_is_no_gap if injector.summary.pass == {"the injector fails open"} with input as cluster(linkerd, "Ignore", 1)

test_none_is_another_check if count(injector.gap) == 0 with input as cluster(istio, "Fail", 0)

test_one_node_takes_one_pod if {
	count(injector.gap) == 0 with input as object.union(cluster(istio, "Fail", 1), {"nodes": [mocks.node("a", {})]})
}

test_linkerd_must_spare_the_system if {
	first := {"set": true, "requirements": [selector.requirements[0]]}
	items := json.patch(cluster(linkerd, "Fail", 3), [{"op": "replace", "path": "/webhooks/0/webhooks/0/namespaces", "value": first}])
	injector.gap == {
		lib.finding("MutatingWebhookConfiguration", "", "injector", "it fails closed, and is asked about the pods of kube-system too"),
	} with input as items
	labelled := [{"name": "kube-system", "labels": {"config.linkerd.io/admission-webhooks": "disabled"}}]
	count(injector.gap) == 0 with input as object.union(items, {"namespaces": labelled})
}

test_skip if injector.skip == {"no injector of Istio or Linkerd is registered"} with input as cluster("other.example.com", "Fail", 1)
