package kready.certificates["issuer-present_test"]

import data.kready.certificates["issuer-present"] as issuer

impl(name, role, state) := {"name": name, "title": name, "version": "", "state": state, "roles": [role], "evidence": ["CRD left.example"]}

cluster(inventory) := {"inventory": inventory, "workloads": [], "target": {"kind": "cluster"}}

test_pass if {
	count(issuer.gap) == 0 with input as cluster([impl("cert-manager", "certificates/issuer", "running")])
	count(issuer.gap) == 0 with input as cluster([impl("spire", "identity/issuer", "running")])
	count(issuer.gap) == 0 with input as cluster([impl("gke", "certificates/issuer", "hidden")])
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
