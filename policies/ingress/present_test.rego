package kready.ingress.present_test

import data.kready.ingress.present

empty := {"inventory": [], "workloads": [], "ingressClasses": [], "ingresses": [], "gatewayClasses": [], "target": {"kind": "cluster"}}

nginx_class := {"name": "nginx", "controller": "k8s.io/ingress-nginx", "default": true}

remnant := {"title": "ingress-nginx", "state": "remnant", "roles": ["ingress/controller"], "controllers": ["k8s.io/ingress-nginx"], "evidence": []}

hidden := {"title": "GKE Ingress", "version": "", "state": "hidden", "roles": ["ingress/controller"], "controllers": []}

test_gap_on_nothing if {
	count(present.gap) == 1 with input as empty
	present.summary.gap == {"nothing lets traffic into this cluster"} with input as empty
}

test_gap_on_a_class_that_nobody_serves if {
	cluster := object.union(empty, {"inventory": [remnant], "ingressClasses": [nginx_class]})
	count(present.gap) == 2 with input as cluster
	count(present.unknown) == 0 with input as cluster
}

test_pass_when_the_provider_hides_it if {
	cluster := object.union(empty, {"inventory": [hidden]})
	count(present.gap) == 0 with input as cluster
	present.summary.pass == {"GKE Ingress lets traffic in"} with input as cluster
}

test_pass_on_a_class_of_a_product_that_does_more if {
	cilium := {"title": "Cilium", "state": "running", "roles": ["network/cni"], "controllers": ["cilium.io/ingress-controller"]}
	class := {"name": "cilium", "controller": "cilium.io/ingress-controller"}
	cluster := object.union(empty, {"inventory": [cilium], "ingressClasses": [class]})
	count(present.gap) == 0 with input as cluster
}

test_unknown_on_a_stranger_without_proof if {
	class := {"name": "edge", "controller": "edge.example/controller"}
	cluster := object.union(empty, {"ingressClasses": [class]})
	count(present.gap) == 0 with input as cluster
	count(present.unknown) == 1 with input as cluster
}

test_unknown_on_an_address_from_nowhere if {
	ingress := {"namespace": "shop", "name": "web", "class": "", "legacyClass": "old", "hasAddress": true}
	cluster := object.union(empty, {"ingresses": [ingress]})
	count(present.gap) == 0 with input as cluster
	count(present.unknown) == 1 with input as cluster
}

test_unknown_on_manifests_that_only_ask if {
	asked := {"title": "Contour", "version": "", "state": "declared", "roles": ["ingress/controller"]}
	manifests := object.union(empty, {"inventory": [asked], "target": {"kind": "manifests"}})
	count(present.gap) == 0 with input as manifests
	count(present.unknown) == 1 with input as manifests
}

test_gap_on_a_cluster_that_only_asks if {
	asked := {"title": "Contour", "version": "", "state": "declared", "roles": ["ingress/controller"]}
	cluster := object.union(empty, {"inventory": [asked]})
	count(present.gap) == 2 with input as cluster
}
