package kready.identity["cloud-identity_test"]

import data.kready.identity["cloud-identity"] as identity
import data.kready.mocks

land(key, labels, more) := object.union(
	{
		"namespaces": [{"name": "shop"}],
		"namedServiceAccounts": [{"namespace": "shop", "name": "web", "exists": true, "annotations": {key: "a"}}],
		"service": {"pods": [mocks.service_pods("web", {"serviceAccount": "web", "serviceAccountLine": 9, "labels": labels})]},
	},
	more,
)

having(name) := {"inventory": [{"name": name, "state": "hidden"}]}

test_aws if {
	count(identity.gap) == 1 with input as land("eks.amazonaws.com/role-arn", {}, {})
	count(identity.gap | identity.unknown) == 0 with input as land("eks.amazonaws.com/role-arn", {}, having("eks-pod-identity-webhook"))
}

# What is not recognised and changes pods may be the webhook.
test_stranger if {
	stranger := {"candidates": [{"role": "identity/webhook", "why": "it changes pods", "object": {"kind": "Deployment", "namespace": "a", "name": "b"}}]}
	count(identity.gap) == 0 with input as land("eks.amazonaws.com/role-arn", {}, stranger)
	count(identity.unknown) == 1 with input as land("eks.amazonaws.com/role-arn", {}, stranger)
}

test_google if {
	count(identity.gap) == 1 with input as land("iam.gke.io/gcp-service-account", {}, {"nodes": [mocks.node("a", {})]})
	nodes := {"nodes": [mocks.node("a", {"labels": {"iam.gke.io/gke-metadata-server-enabled": "true"}})]}
	count(identity.gap) == 0 with input as land("iam.gke.io/gcp-service-account", {}, nodes)
}

test_azure_label if {
	webhook := having("azure-workload-identity")
	identity.state == {"label"} with input as land("azure.workload.identity/client-id", {}, webhook)
	count(identity.gap) == 0 with input as land("azure.workload.identity/client-id", {"azure.workload.identity/use": "true"}, webhook)
}

test_wrong_cloud if {
	eks := {"distribution": {"name": "eks", "managed": true}}
	message := "its ServiceAccount web asks for an application of Azure, and the webhook of Azure Workload Identity does not run: this cluster is of eks"
	identity.gap == {mocks.on("Deployment", "web", 9, "platform", message)} with input as land("azure.workload.identity/client-id", {}, eks)
}
