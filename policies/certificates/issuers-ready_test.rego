package kready.certificates["issuers-ready_test"]

import data.kready.certificates["issuers-ready"] as ready
import data.kready.lib

issuer(changes) := object.union(
	{
		"group": "cert-manager.io", "kind": "ClusterIssuer", "namespace": "", "name": "acme", "type": "acme",
		"createdAt": "2026-06-01T00:00:00Z", "ready": "True", "reason": "", "message": "",
	},
	changes,
)

manager(ready_pods) := {
	"inventory": [{
		"name": "cert-manager", "title": "cert-manager", "state": "running", "roles": ["certificates/issuer"],
		"workloads": [{"kind": "Deployment", "namespace": "cm", "name": "cm"}],
	}],
	"workloads": [{"kind": "Deployment", "namespace": "cm", "name": "cm", "status": true, "desired": 1, "ready": ready_pods}],
}

cluster(issuers) := object.union(manager(1), {"collectedAt": "2026-11-01T12:00:00Z", "issuers": issuers})

test_pass if {
	ready.summary.pass == {"1 of 1 issuer is ready"} with input as cluster([issuer({})])
	ready.summary.pass == {"1 of 1 issuer is ready, and nothing but self-signed ones"} with input as cluster([issuer({"type": "selfSigned"})])
}

test_gap_says_what_the_authority_said if {
	input_ := cluster([issuer({"ready": "False", "reason": "ErrRegisterACMEAccount", "message": "400"})])
	ready.gap == {lib.finding("ClusterIssuer", "", "acme", "ErrRegisterACMEAccount: 400")} with input as input_
}

test_gap_of_an_external_issuer if {
	input_ := cluster([issuer({"group": "awspca.cert-manager.io", "kind": "AWSPCAIssuer", "ready": "Unknown"})])
	ready.gap == {lib.finding("AWSPCAIssuer", "", "acme", "its Ready condition is Unknown")} with input as input_
}

test_gap_when_nobody_looks_at_it if {
	ready.gap == {
		lib.finding("ClusterIssuer", "", "acme", "no controller has said anything about it"),
	} with input as object.remove(cluster([issuer({"ready": ""})]), ["inventory"])
}

test_a_young_one_may_wait if {
	count(ready.gap | ready.unknown) == 0 with input as cluster([issuer({"ready": "", "createdAt": "2026-11-01T11:55:00Z"})])
}

test_unknown_without_a_status if {
	ready.unknown == {
		lib.finding("ClusterIssuer", "", "acme", "it carries no status"),
	} with input as cluster([issuer({"ready": "", "createdAt": "0001-01-01T00:00:00Z"})])
}

test_skip_without_issuers if ready.skip == {"cert-manager has no issuer"} with input as cluster([])

test_skip_without_a_manager if {
	ready.skip == {"cert-manager does not run here"} with input as {"issuers": [], "inventory": [], "workloads": []}
}

test_skip_when_the_manager_is_down if {
	ready.skip == {
		"a workload of cert-manager has no ready pod: see certificates/cert-manager-healthy",
	} with input as object.union(cluster([issuer({"ready": "False"})]), manager(0))
}

managed(items) := object.union(cluster(items), {"inventory": [{"name": "cert-manager", "state": "running", "roles": ["certificates/issuer"]}]})

test_gap_when_cert_manager_looks_at_nothing if {
	input_ := managed([issuer({"ready": ""})])
	ready.gap == {object.union(lib.finding("ClusterIssuer", "", "acme", "no controller has said anything about it"), {"state": "unattended"})} with input as input_
	ready.state == {"unattended"} with input as input_
}

test_another_controller_of_issuers_is_not_cert_manager if {
	input_ := managed([issuer({"group": "awspca.cert-manager.io", "kind": "AWSPCAIssuer", "ready": ""})])
	count(ready.gap) == 1 with input as input_
	count(ready.state) == 0 with input as input_
}
