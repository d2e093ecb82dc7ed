package kready.mesh["uninjected-pods_test"]

import data.kready.lib
import data.kready.mesh["uninjected-pods"] as bare

istio := {"name": "istio", "title": "Istio", "version": "1.31.1", "state": "running", "roles": ["mesh/control-plane"]}

pods(mesh, n) := {"mesh": mesh, "kind": "Deployment", "namespace": "shop", "name": "web", "count": n, "since": "2026-06-01T00:00:00Z"}

cluster(items) := {"inventory": [istio], "unmeshedPods": items}

test_pass if bare.summary.pass == {"no pod lacks a proxy that its namespace asks for"} with input as cluster([])

test_gap if {
	bare.gap == {
		lib.finding("Deployment", "shop", "web", "3 pods run without a proxy in a namespace that asks Istio for it"),
	} with input as cluster([pods("istio", 3)])
	bare.gap == {
		lib.finding("Deployment", "shop", "web", "a pod runs without a proxy in a namespace that asks Linkerd for it"),
	} with input as cluster([pods("linkerd", 1)])
	bare.summary.gap == {"3 pods of the mesh's namespaces run without a proxy"} with input as cluster([pods("istio", 3)])
}

test_skip if {
	bare.skip == {"no mesh with sidecars that kready knows runs here"} with input as {"inventory": [], "unmeshedPods": []}
}
