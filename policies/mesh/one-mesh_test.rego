package kready.mesh["one-mesh_test"]

import data.kready.mesh["one-mesh"] as one

impl(name, title) := {
	"name": name, "title": title, "version": "", "state": "running", "namespace": name, "roles": ["mesh/control-plane"],
	"workloads": [{"kind": "Deployment", "namespace": name, "name": name}],
}

istio := impl("istio", "Istio")

linkerd := impl("linkerd", "Linkerd")

namespace(name, labels, annotations) := {"name": name, "labels": labels, "annotations": annotations}

cluster(meshes, namespaces) := {"inventory": meshes, "namespaces": namespaces}

messages(meshes, namespaces) := found if {
	found := {sprintf("%s: %s", [f.object.name, f.message]) | some f in one.gap} with input as cluster(meshes, namespaces)
}

test_pass if {
	messages([istio], []) == set()
	one.summary == {"Istio is the only mesh"} with input as cluster([istio], [])
}

test_revisions_are_one_mesh if messages([istio, object.union(istio, {"namespace": "istio-canary"})], []) == set()

test_gap_two_meshes if {
	messages([istio, linkerd], [namespace("shop", {"istio-injection": "enabled"}, {})]) == {
		"istio: it runs Istio, which enrols 1 namespace",
		"linkerd: it runs Linkerd, which enrols no namespace by its labels",
	}
	one.summary == {"Istio and Linkerd run in one cluster"} with input as cluster([istio, linkerd], [])
}

test_gap_one_namespace_in_both[label] if {
	some label in [{"istio-injection": "enabled"}, {"istio.io/rev": "stable"}, {"istio.io/dataplane-mode": "ambient"}]
	spaces := [namespace("shop", label, {"linkerd.io/inject": "enabled"})]
	"shop: Istio and Linkerd are both to enrol it" in messages([istio, linkerd], spaces)
	want := "Istio and Linkerd run in one cluster, and 1 namespace is enrolled in more than one"
	one.summary == {want} with input as cluster([istio, linkerd], spaces)
}

test_disabled_is_not_enrolled if {
	spaces := [namespace("shop", {"istio-injection": "disabled", "istio.io/rev": "x"}, {"linkerd.io/inject": "enabled"})]
	not "shop: Istio and Linkerd are both to enrol it" in messages([istio, linkerd], spaces)
}

test_skip if one.skip == {"the provider runs the mesh"} with input as cluster([], [])
