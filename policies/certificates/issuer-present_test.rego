package kready.certificates["issuer-present_test"]

import data.kready.certificates["issuer-present"] as issuer

impl(name, role, state) := {"name": name, "title": name, "version": "", "state": state, "roles": [role], "evidence": []}

cluster(inventory) := {"inventory": inventory, "workloads": [], "target": {"kind": "cluster"}}

test_pass if {
	count(issuer.gap) == 0 with input as cluster([impl("cert-manager", "certificates/issuer", "running")])
	count(issuer.gap) == 0 with input as cluster([impl("spire", "identity/issuer", "running")])
	count(issuer.gap) == 0 with input as cluster([impl("gke", "certificates/issuer", "hidden")])
}

test_gap if count(issuer.gap) == 1 with input as cluster([])

test_gap_names_what_is_left if count(issuer.gap) == 2 with input as cluster([impl("cert-manager", "certificates/issuer", "remnant")])

test_unknown_with_certificates_elsewhere if {
	input_ := cluster([impl("aws-load-balancer-controller", "ingress/controller", "running")])
	count(issuer.unknown) == 1 with input as input_
	count(issuer.gap) == 0 with input as input_
}

test_unknown_on_manifests if {
	manifests := object.union(cluster([impl("cert-manager", "certificates/issuer", "declared")]), {"target": {"kind": "manifests"}})
	count(issuer.unknown) == 1 with input as manifests
	count(issuer.gap) == 0 with input as manifests
}
