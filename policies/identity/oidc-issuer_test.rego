package kready.identity["oidc-issuer_test"]

import data.kready.identity["oidc-issuer"] as oidc

webhook := {"name": "azure-workload-identity", "title": "Azure Workload Identity", "state": "running", "roles": ["identity/webhook"]}

cluster(issuer, inventory) := {
	"tokenIssuer": {"issuer": issuer, "keysAt": ""}, "inventory": inventory,
	"distribution": {"name": "kubeadm", "title": "kubeadm", "managed": false},
}

test_pass if {
	oidc.summary.pass == {"the issuer of tokens is https://storage.acme.org/issuer/"} with input as cluster("https://storage.acme.org/issuer/", [webhook])
	count(oidc.gap) == 0 with input as cluster("https://storage.acme.org/issuer/", [webhook])
}

test_gap if {
	oidc.gap == {
		{"message": "the issuer of tokens is https://kubernetes.default.svc.cluster.local, which Microsoft Entra ID cannot look up from outside of the cluster"},
	} with input as cluster("https://kubernetes.default.svc.cluster.local", [webhook])
	every issuer in [
		"https://kubernetes.default.svc", "https://kubernetes.default.svc.lab.local:443/", "http://storage.acme.org",
		"https://10.0.0.1:6443", "kubernetes/serviceaccount", "https://issuer",
	] {
		count(oidc.gap) == 1 with input as cluster(issuer, [webhook])
	}
}

test_skip if {
	oidc.skip == {
		"no webhook runs here by which pods show their tokens to a cloud",
	} with input as cluster("https://kubernetes.default.svc", [])
	aks := object.union(cluster("https://eastus.oic.prod-aks.azure.com/x/", [webhook]), {"distribution": {"name": "aks", "title": "AKS", "managed": true}})
	oidc.skip == {"the issuer is the provider's (AKS)"} with input as aks
}
