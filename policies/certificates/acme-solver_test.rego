package kready.certificates["acme-solver_test"]

import data.kready.certificates["acme-solver"] as acme
import data.kready.lib

solver(changes) := object.union(
	{"issuerKind": "ClusterIssuer", "namespace": "", "issuer": "letsencrypt", "class": "", "annotatedClass": "", "ingress": "", "gateways": []},
	changes,
)

cluster(solvers) := {
	"acmeSolvers": solvers,
	"ingressClasses": [{"name": "traefik", "controller": "traefik.io/ingress-controller"}],
	"ingresses": [{"namespace": "shop", "name": "web"}],
	"gateways": [{"namespace": "edge", "name": "public"}],
}

test_pass if {
	solvers := [
		solver({"class": "traefik"}), solver({"annotatedClass": "traefik"}), solver({}),
		solver({"gateways": [{"kind": "Gateway", "namespace": "edge", "name": "public"}]}),
		solver({"issuerKind": "Issuer", "namespace": "shop", "ingress": "web"}),
	]
	acme.summary.pass == {"5 solvers of challenges over HTTP go through what exists"} with input as cluster(solvers)
	count(acme.gap | acme.unknown) == 0 with input as cluster(solvers)
}

test_class_gone if {
	acme.gap == {
		lib.finding("ClusterIssuer", "", "letsencrypt", "its solver names the IngressClass nginx, which does not exist"),
	} with input as cluster([solver({"class": "nginx"})])
}

test_gateway_gone if {
	acme.gap == {
		lib.finding("ClusterIssuer", "", "letsencrypt", "its solver attaches to the Gateway edge/old, which does not exist"),
	} with input as cluster([solver({"gateways": [{"kind": "Gateway", "namespace": "edge", "name": "old"}]})])
}

# A reference without a namespace is to the Certificate's own, which is that of an Issuer.
test_gateway_without_namespace if {
	gateways := [{"kind": "Gateway", "name": "public"}]
	count(acme.gap) == 0 with input as cluster([solver({"gateways": gateways})])
	count(acme.gap) == 1 with input as cluster([solver({"issuerKind": "Issuer", "namespace": "shop", "gateways": gateways})])
	count(acme.gap) == 0 with input as cluster([solver({"issuerKind": "Issuer", "namespace": "edge", "gateways": gateways})])
}

# A ListenerSet and a Service are parents as well, and not looked up.
test_other_parents if {
	count(acme.gap) == 0 with input as cluster([solver({"gateways": [{"kind": "ListenerSet", "namespace": "edge", "name": "shop"}]})])
}

# A ClusterIssuer edits the Ingress of each Certificate's namespace.
test_ingress_gone if {
	count(acme.gap) == 1 with input as cluster([solver({"issuerKind": "Issuer", "namespace": "shop", "ingress": "old"})])
	count(acme.gap) == 0 with input as cluster([solver({"ingress": "old"})])
}

test_annotation_of_old if {
	count(acme.unknown) == 1 with input as cluster([solver({"annotatedClass": "nginx"})])
	count(acme.gap | acme.unknown) == 0 with input as cluster([solver({"annotatedClass": "gce"})])
}

test_skip if acme.skip == {"no issuer answers challenges over HTTP"} with input as cluster([])
