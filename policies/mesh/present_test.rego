package kready.mesh.present_test

import data.kready.mesh.present

cluster(inventory) := {"inventory": inventory, "workloads": [], "target": {"kind": "cluster"}}

istio(state, role) := {"title": "Istio", "version": "1.31.1", "state": state, "roles": [role], "evidence": ["CRD gateways.networking.istio.io"]}

test_pass if {
	count(present.gap) == 0 with input as cluster([istio("running", "mesh/control-plane")])
	present.summary == {"Istio 1.31.1 is there"} with input as cluster([istio("running", "mesh/control-plane")])
}

test_pass_when_hidden if count(present.gap) == 0 with input as cluster([istio("hidden", "mesh/control-plane")])

test_gap if present.gap == {{"message": "no control plane of a known service mesh runs in this cluster"}} with input as cluster([])

test_gap_names_what_is_left if {
	some f in present.gap with input as cluster([istio("remnant", "mesh/control-plane")])
	f.message == "Istio does not run; what is left of it: CRD gateways.networking.istio.io"
}

test_gap_names_a_data_plane_alone if {
	some f in present.gap with input as cluster([istio("running", "mesh/data-plane")])
	f.message == "Istio 1.31.1 runs without a control plane: a data plane alone is no mesh"
}

test_unknown_on_manifests if {
	manifests := object.union(cluster([istio("declared", "mesh/control-plane")]), {"target": {"kind": "manifests"}})
	present.unknown == {{"message": "Istio 1.31.1 is asked for; whether it comes up cannot be told from manifests"}} with input as manifests
	count(present.gap) == 0 with input as manifests
}
