package kready.certificates["projections-there_test"]

import data.kready.certificates["projections-there"] as projections
import data.kready.mocks

land(source, bundles) := {
	"productResources": [{"name": "clustertrustbundles.certificates.k8s.io", "read": true, "served": true, "objects": bundles}],
	"service": {"pods": [mocks.service_pods("web", {"projections": [object.union({"volume": "data", "line": 9}, source)]})]},
}

named := {"source": "clusterTrustBundle", "bundle": "roots"}

test_by_name if {
	count(projections.gap) == 1 with input as land(named, [])
	count(projections.gap) == 0 with input as land(named, [{"name": "roots"}])
	count(projections.gap) == 0 with input as land(object.union(named, {"optional": true}), [])
}

of(signer) := [{"name": "a", "fields": [{"name": "spec.signerName", "values": [signer]}]}]

# A bundle of another signer does not help.
test_by_signer if {
	by := {"source": "clusterTrustBundle", "signer": "example.com/mesh"}
	count(projections.gap) == 1 with input as land(by, of("example.com/other"))
	count(projections.gap) == 0 with input as land(by, of("example.com/mesh"))
}

signer(name, minor) := object.union(land({"source": "podCertificate", "signer": name}, []), {"version": {"minor": minor, "guess": false}})

test_signers if {
	count(projections.unknown) == 1 with input as signer("example.com/mesh", 37)
	count(projections.gap) == 0 with input as signer("example.com/mesh", 37)
}

# Kubernetes keeps the name, and has no signer of it.
test_reserved_signer if {
	name := "kubernetes.io/kube-apiserver-client-pod"
	count(projections.gap) == 1 with input as signer(name, 37)
	count(projections.unknown) == 0 with input as signer(name, 37)
	every minor in [0, 38] {
		count(projections.gap) == 0 with input as signer(name, minor)
		count(projections.unknown) == 1 with input as signer(name, minor)
	}
}
