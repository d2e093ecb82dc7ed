package kready.certificates["issuer-there_test"]

import data.kready.certificates["issuer-there"] as issuers
import data.kready.mocks

certificate(fields) := mocks.service_object("cert-manager.io", "v1", "Certificate", "web", {"annotations": {}, "fields": [{"path": path, "value": value, "line": 8} | some path, value in fields]})

by(kind) := certificate({"spec.issuerRef.name": "main", "spec.issuerRef.kind": kind})

issuer(kind, namespace, ready) := {"group": "cert-manager.io", "kind": kind, "namespace": namespace, "name": "main", "ready": ready, "message": ""}

land(objects, found) := {"service": {"objects": objects}, "issuers": found}

test_pass if count(issuers.gap | issuers.unknown) == 0 with input as land([by("ClusterIssuer")], [issuer("ClusterIssuer", "", "True")])

absent(kind) := {mocks.on("Certificate", "web", 8, "service", sprintf("the %s main does not exist", [kind]))}

runs(judged) := object.union(judged, {"inventory": [mocks.running("cert-manager", ["certificates/issuer"], [])]})

test_gap_absent if issuers.gap == absent("ClusterIssuer") with input as runs(land([by("ClusterIssuer")], []))

test_gap_no_manager if {
	issuers.gap == {object.union(
		mocks.on("Certificate", "web", 8, "platform", "the ClusterIssuer main does not exist, and there is no cert-manager that is known to run"),
		{"state": "absent"},
	)} with input as land([by("ClusterIssuer")], [])
}

# What the service brings itself is to be completed there.
test_gap_brings_manager if {
	crd := mocks.service_object("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "certificates.cert-manager.io", {"namespace": "", "annotations": {}, "fields": []})
	issuers.gap == absent("ClusterIssuer") with input as land([by("ClusterIssuer"), crd], [])
}

# Without a kind it is an Issuer of the same namespace.
test_gap_elsewhere if {
	issuers.gap == absent("Issuer") with input as land([certificate({"spec.issuerRef.name": "main"})], [issuer("Issuer", "other", "True"), issuer("ClusterIssuer", "", "True")])
}

test_gap_not_ready if {
	issuers.gap == {mocks.on("Certificate", "web", 8, "platform", "the Issuer main is not ready: it does not say why")} with input as land([by("Issuer")], [issuer("Issuer", "shop", "False")])
}

test_unknown_silent if count(issuers.unknown) == 1 with input as land([by("Issuer")], [issuer("Issuer", "shop", "")])

test_pass_brought if {
	own := mocks.service_object("cert-manager.io", "v1", "Issuer", "main", {"annotations": {}, "fields": []})
	count(issuers.gap | issuers.unknown) == 0 with input as runs(land([by("Issuer"), own], []))
	count(issuers.gap) == 1 with input as land([by("Issuer"), own], [])
}

test_unknown_unrecognised if {
	own := mocks.service_object("cert-manager.io", "v1", "Issuer", "main", {"annotations": {}, "fields": []})
	judged := object.union(land([by("Issuer"), own], []), {"candidates": [{"role": "certificates/issuer", "why": "something runs", "object": {"kind": "", "name": ""}}]})
	count(issuers.gap) == 0 with input as judged
	count(issuers.unknown) == 1 with input as judged
}

test_annotation if {
	ingress := mocks.service_object("networking.k8s.io", "v1", "Ingress", "web", {"annotations": {"cert-manager.io/cluster-issuer": "main"}, "fields": []})
	issuers.gap == {mocks.on("Ingress", "web", 3, "service", "the ClusterIssuer main does not exist")} with input as runs(land([ingress], []))
}

test_unknown_external if {
	outside := certificate({"spec.issuerRef.name": "main", "spec.issuerRef.kind": "AWSPCAClusterIssuer", "spec.issuerRef.group": "awspca.cert-manager.io"})
	count(issuers.gap) == 0 with input as land([outside], [])
	count(issuers.unknown) == 1 with input as land([outside], [])
}

test_skip if count(issuers.skip) == 1 with input as {}
