package kready.mesh["gateway-api-compat_test"]

import data.kready.lib
import data.kready.mesh["gateway-api-compat"] as compat

mesh(name, version) := {"name": name, "title": name, "version": version, "state": "running", "roles": ["mesh/control-plane"], "workloads": []}

crd(plural, served) := {"name": sprintf("%s.gateway.networking.k8s.io", [plural]), "group": "gateway.networking.k8s.io", "served": served}

cluster(impl, crds) := {"inventory": [impl], "crds": crds, "blindSpots": []}

test_istio_reads_both if {
	count(union({compat.gap, compat.unknown, compat.skip})) == 0 with input as cluster(mesh("istio", "1.31.1"), [crd("gateways", ["v1", "v1beta1"]), crd("httproutes", ["v1"])])
}

found(message) := {lib.finding("CustomResourceDefinition", "", "httproutes.gateway.networking.k8s.io", message)}

test_istio_with_alpha_alone if {
	compat.gap == found("it serves v1alpha2, and Istio reads v1beta1 or v1") with input as cluster(mesh("istio", "1.31.1"), [crd("httproutes", ["v1alpha2"]), crd("gateways", ["v1beta1"])])
}

test_istio_does_not_read_udproutes if count(compat.gap) == 0 with input as cluster(mesh("istio", "1.31.1"), [crd("udproutes", ["v1alpha2"])])

test_istio_says_what_goes if {
	"a later Istio will want v1 of httproutes.gateway.networking.k8s.io" in compat.summary.pass with input as cluster(mesh("istio", "1.31.1"), [crd("httproutes", ["v1beta1"])])
}

test_istio_does_without if count(compat.skip) == 1 with input as cluster(mesh("istio", "1.31.1"), [])

test_linkerd_needs_the_crd_since_2_18 if {
	every version in ["2.18.0", "edge-25.5.1", "enterprise-2.19.2"] {
		count(compat.gap) == 1 with input as cluster(mesh("linkerd", version), [])
		count(compat.skip) == 0 with input as cluster(mesh("linkerd", version), [])
	}
}

test_linkerd_brought_it_before if {
	every version in ["stable-2.14.10", "edge-24.11.8"] {
		count(compat.gap) == 0 with input as cluster(mesh("linkerd", version), [])
		count(compat.skip) == 1 with input as cluster(mesh("linkerd", version), [])
	}
}

test_linkerd_of_no_known_version if {
	count(compat.gap) == 0 with input as cluster(mesh("linkerd", ""), [])
	count(compat.skip) == 1 with input as cluster(mesh("linkerd", ""), [])
}

test_linkerd_wants_v1_since_2_18 if {
	compat.gap == found("it serves v1beta1, and linkerd 2.18.0 reads v1") with input as cluster(mesh("linkerd", "2.18.0"), [crd("httproutes", ["v1beta1"])])
}

test_linkerd_read_v1beta1_before if count(compat.gap) == 0 with input as cluster(mesh("linkerd", "stable-2.14.10"), [crd("httproutes", ["v1beta1"])])

test_no_gap_when_crds_are_not_all_known if {
	forbidden := {"facts": "crds", "resource": "customresourcedefinitions.apiextensions.k8s.io", "reason": "forbidden"}
	count(compat.gap) == 0 with input as object.union(cluster(mesh("linkerd", "2.18.0"), []), {"blindSpots": [forbidden]})
}

test_unknown_when_versions_are_not_told if count(compat.unknown) == 1 with input as cluster(mesh("istio", "1.31.1"), [crd("httproutes", [])])

test_other_meshes_are_skipped if count(compat.skip) == 1 with input as cluster(mesh("kuma", "2.9.0"), [crd("httproutes", ["v1alpha2"])])
