package kready.mesh["one-mesh_test"]

import data.kready.lib
import data.kready.mesh["one-mesh"] as one

impl(name, title) := {
	"name": name, "title": title, "version": "", "state": "running", "namespace": name, "roles": ["mesh/control-plane"],
	"workloads": [{"kind": "Deployment", "namespace": name, "name": name}],
}

istio := impl("istio", "Istio")

linkerd := impl("linkerd", "Linkerd")

namespace(name, labels, annotations) := {"name": name, "labels": labels, "annotations": annotations}

cluster(meshes, namespaces) := {"inventory": meshes, "namespaces": namespaces}

gaps(meshes, namespaces) := found if found := one.gap with input as cluster(meshes, namespaces)

enrolled_twice := lib.finding("Namespace", "", "shop", "Istio and Linkerd are both to enrol it")

test_pass if {
	gaps([istio], []) == set()
	one.summary == {"Istio is the only known mesh"} with input as cluster([istio], [])
}

test_revisions_are_one_mesh if gaps([istio, object.union(istio, {"namespace": "istio-canary"})], []) == set()

test_gap_two_meshes if {
	gaps([istio, linkerd], [namespace("shop", {"istio-injection": "enabled"}, {})]) == {
		lib.finding("Deployment", "istio", "istio", "it runs Istio, which enrols 1 namespace"),
		lib.finding("Deployment", "linkerd", "linkerd", "it runs Linkerd, which enrols no namespace by its labels"),
	}
	one.summary == {"Istio and Linkerd run in one cluster"} with input as cluster([istio, linkerd], [])
}

test_gap_one_namespace_in_both[label] if {
	some label in [{"istio-injection": "enabled"}, {"istio.io/rev": "stable"}, {"istio.io/dataplane-mode": "ambient"}]
	spaces := [namespace("shop", label, {"linkerd.io/inject": "enabled"})]
	enrolled_twice in gaps([istio, linkerd], spaces)
	want := "Istio and Linkerd run in one cluster, and 1 namespace is enrolled in more than one"
	one.summary == {want} with input as cluster([istio, linkerd], spaces)
}

test_disabled_is_not_enrolled if {
	spaces := [namespace("shop", {"istio-injection": "disabled", "istio.io/rev": "x"}, {"linkerd.io/inject": "enabled"})]
	not enrolled_twice in gaps([istio, linkerd], spaces)
}

test_skip if one.skip == {"the provider runs the mesh"} with input as cluster([], [])
