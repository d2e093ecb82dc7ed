package kready.certificates["issuer-present_test"]

import data.kready.certificates["issuer-present"] as issuer
import data.kready.mocks

impl(name, role, state) := {"name": name, "title": name, "version": "", "state": state, "roles": [role], "evidence": ["CRD left.example"]}

cluster(inventory) := {"inventory": inventory, "workloads": [], "target": {"kind": "cluster"}}

test_pass if {
	manager := cluster([impl("cert-manager", "certificates/issuer", "running")])
	count(issuer.gap) == 0 with input as object.union(manager, {"issuers": [{"kind": "ClusterIssuer", "name": "ca", "ready": "True"}]})
	count(issuer.gap) == 0 with input as object.union(manager, {"certificates": [{"namespace": "shop", "name": "web", "ready": "True"}]})
	count(issuer.gap) == 0 with input as cluster([impl("spire", "identity/issuer", "running")])
	count(issuer.gap) == 0 with input as cluster([impl("gke", "certificates/issuer", "hidden")])
}

test_gap_without_an_issuer if {
	manager := cluster([impl("cert-manager", "certificates/issuer", "running")])
	issuer.gap == {{"message": "cert-manager has no Issuer and no ClusterIssuer: it issues nothing"}} with input as manager
	issuer.state == {"no-issuer"} with input as manager
	strange := object.union(manager, {"candidates": [mocks.candidate("certificates/issuer", "house-ca")]})
	issuer.gap == set() with input as strange
	issuer.unknown == {mocks.stranger("house-ca")} with input as strange
}

# A ClusterIssuer cannot be made while its kind is not served.
test_gap_without_crds if {
	other := {"name": "apps", "versions": ["v1"], "unanswered": [], "kinds": [{"name": "Deployment", "resource": "deployments", "namespaced": true, "versions": ["v1"]}]}
	manager := object.union(cluster([impl("cert-manager", "certificates/issuer", "running")]), {"apis": [other]})
	issuer.gap == {{"message": "the API server does not know ClusterIssuer and Issuer of cert-manager: their CRDs are not installed, and nothing is issued"}} with input as manager
	issuer.state == {"no-crds"} with input as manager
	unanswered := object.union(manager, {"apis": [other, {"name": "cert-manager.io", "versions": ["v1"], "unanswered": ["v1"], "kinds": []}]})
	issuer.state == {"no-issuer"} with input as unanswered
}

test_gap_without_a_ready_pod if {
	ref := {"kind": "DaemonSet", "namespace": "spire", "name": "spire"}
	input_ := object.union(
		cluster([object.union(impl("spire", "identity/issuer", "running"), {"workloads": [ref]})]),
		{"workloads": [object.union(ref, {"status": true, "desired": 1, "ready": 0})]},
	)
	issuer.gap == {{"object": ref, "message": "the only pod of spire is not ready"}} with input as input_
}

test_gap if issuer.gap == {{"message": "no known certificate issuer runs in this cluster"}} with input as cluster([])

test_gap_names_what_is_left if {
	issuer.gap == {
		{"message": "cert-manager does not run; what is left of it: CRD left.example"},
		{"message": "no known certificate issuer runs in this cluster"},
	} with input as cluster([impl("cert-manager", "certificates/issuer", "remnant")])
}

test_unknown_with_certificates_elsewhere if {
	input_ := cluster([impl("aws-load-balancer-controller", "ingress/controller", "running")])
	issuer.unknown == {
		{"message": "aws-load-balancer-controller takes certificates from ACM, which the cluster does not show"},
	} with input as input_
	count(issuer.gap) == 0 with input as input_
}

test_unknown_on_manifests if {
	manifests := object.union(cluster([impl("cert-manager", "certificates/issuer", "declared")]), {"target": {"kind": "manifests"}})
	issuer.unknown == {{"message": "cert-manager is asked for; whether it comes up cannot be told from manifests"}} with input as manifests
	count(issuer.gap) == 0 with input as manifests
}
