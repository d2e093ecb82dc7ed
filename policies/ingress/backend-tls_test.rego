package kready.ingress["backend-tls_test"]

import data.kready.ingress["backend-tls"] as tls
import data.kready.mocks

policy := mocks.service_object("gateway.networking.k8s.io", "v1", "BackendTLSPolicy", "web", {"fields": [
	{"path": "spec.validation.caCertificateRefs[].kind", "value": "ConfigMap", "line": 7},
	{"path": "spec.validation.caCertificateRefs[].name", "value": "ca", "line": 8},
]})

gone := {"namespaces": [{"name": "shop"}], "namedConfigMaps": [{"namespace": "shop", "name": "ca", "exists": false, "keys": []}]}

test_gone if {
	message := "the ConfigMap ca with its CA does not exist: Gateways refuse requests for its Service"
	tls.gap == {mocks.on("BackendTLSPolicy", "web", 8, "service", message)} with input as object.union(gone, {"service": {"objects": [policy]}})
}

# trust-manager makes ConfigMaps once it has the Bundle.
test_bundle if {
	bundle := mocks.service_object("trust.cert-manager.io", "v1alpha1", "Bundle", "ca", {})
	count(tls.gap) == 0 with input as object.union(gone, {"service": {"objects": [policy, bundle]}})
	count(tls.unknown) == 1 with input as object.union(gone, {"service": {"objects": [policy, bundle]}})
}

# System CAs are no object.
test_no_ca if count(tls.unknown) == 0 with input as {"service": {"objects": [mocks.service_object("gateway.networking.k8s.io", "v1", "BackendTLSPolicy", "web", {"fields": []})]}}
