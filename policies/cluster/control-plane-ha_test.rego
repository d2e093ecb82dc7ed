package kready.cluster["control-plane-ha_test"]

import data.kready.cluster["control-plane-ha"] as ha
import data.kready.lib
import data.kready.mocks

lease(name, renewed) := {"name": name, "role": "apiserver", "renewedAt": renewed, "readAt": "2026-11-01T12:00:00Z"}

now := "2026-11-01T11:59:55Z"

cluster(leases, changes) := object.union(mocks.cluster({"leases": leases}), changes)

test_pass if ha.summary == {"2 API servers run"} with input as cluster([lease("a", now), lease("b", now)], {})

test_gap if {
	ha.gap == {
		lib.finding("Lease", "kube-system", "a", "it is the only API server that renewed its lease"),
	} with input as cluster([lease("a", now)], {})
}

# The lease of a server that is gone stays for an hour.
test_stale_lease if {
	ha.gap == {
		lib.finding("Lease", "kube-system", "a", "it is the only API server that renewed its lease"),
	} with input as cluster([lease("a", now), lease("b", "2026-11-01T11:50:00Z")], {})
}

test_leases_of_nodes_do_not_count if {
	ha.gap == {
		lib.finding("Lease", "kube-system", "a", "it is the only API server that renewed its lease"),
	} with input as cluster([lease("a", now), object.union(lease("n", now), {"role": "node"})], {})
}

static(n) := {"workloads": [object.union(mocks.daemon("kube-apiserver", {"ready": n}), {"kind": "StaticPod"})]}

test_static_pods_where_there_is_no_lease if {
	ha.summary == {"3 API servers run"} with input as cluster([], static(3))
	ha.gap == {lib.finding("Pod", "kube-system", "kube-apiserver", "it is the only API server")} with input as cluster([], static(1))
}

test_unknown if ha.unknown == {{"message": "no lease and no pod tells how many API servers there are"}} with input as cluster([], {})

test_skip[text] if {
	some text, changes in {
		"GKE runs the control plane": {"distribution": {"name": "gke", "title": "GKE", "managed": true}},
		"a kind cluster is for trying things out": {"distribution": {"name": "kind", "title": "kind", "managed": false}},
		"a cluster of one node has one API server": {"nodes": [mocks.node("a", {})]},
	}
	ha.skip == {text} with input as cluster([lease("a", now)], changes)
}

test_managed_with_two_leases_is_a_pass if {
	count(ha.skip) == 0 with input as cluster([lease("a", now), lease("b", now)], {"distribution": {"name": "eks", "title": "EKS", "managed": true}})
}
