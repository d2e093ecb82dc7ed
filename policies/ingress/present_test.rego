package kready.ingress.present_test

import data.kready.ingress.present
import data.kready.lib
import data.kready.mocks

empty := {"inventory": [], "workloads": [], "ingressClasses": [], "ingresses": [], "gatewayClasses": [], "target": {"kind": "cluster"}}

nginx_class := {"name": "nginx", "controller": "k8s.io/ingress-nginx", "default": true}

remnant := {"title": "ingress-nginx", "state": "remnant", "roles": ["ingress/controller"], "controllers": ["k8s.io/ingress-nginx"], "evidence": []}

hidden := {"title": "GKE Ingress", "version": "", "state": "hidden", "roles": ["ingress/controller"], "controllers": []}

test_gap_on_nothing if {
	present.gap == {{"message": "no known ingress controller and no known Gateway API implementation runs in this cluster"}} with input as empty
	present.summary.gap == {"no known controller lets traffic into this cluster"} with input as empty
}

test_gap_on_a_class_that_nobody_serves if {
	cluster := object.union(empty, {"inventory": [remnant], "ingressClasses": [nginx_class]})
	present.gap == {
		lib.finding("IngressClass", "", "nginx", "its controller k8s.io/ingress-nginx does not run"),
		{"message": "no known ingress controller and no known Gateway API implementation runs in this cluster"},
	} with input as cluster
	count(present.unknown) == 0 with input as cluster
}

test_pass_when_the_provider_hides_it if {
	cluster := object.union(empty, {"inventory": [hidden]})
	count(present.gap) == 0 with input as cluster
	present.summary.pass == {"GKE Ingress is there to let traffic in"} with input as cluster
}

test_pass_on_a_class_of_a_product_that_does_more if {
	cilium := {"title": "Cilium", "state": "running", "roles": ["network/cni"], "controllers": ["cilium.io/ingress-controller"]}
	class := {"name": "cilium", "controller": "cilium.io/ingress-controller"}
	cluster := object.union(empty, {"inventory": [cilium], "ingressClasses": [class]})
	count(present.gap) == 0 with input as cluster
}

test_unknown_on_a_stranger_without_proof if {
	class := {"name": "edge", "controller": "edge.example/controller"}
	cluster := object.union(empty, {"ingressClasses": [class], "candidates": [
		mocks.candidate("ingress/controller", "edge"),
		mocks.candidate("logs/agent", "logs"),
	]})
	count(present.gap) == 0 with input as cluster
	present.unknown == {mocks.stranger("edge")} with input as cluster
}

test_gap_on_a_class_of_nobody if {
	class := {"name": "edge", "controller": "edge.example/controller"}
	cluster := object.union(empty, {"ingressClasses": [class]})
	lib.finding("IngressClass", "", "edge", "its controller edge.example/controller is not known to kready, and nothing that runs here looks like it") in present.gap with input as cluster
	count(present.unknown) == 0 with input as cluster
}

test_unknown_on_an_address_from_nowhere if {
	ingress := {"namespace": "shop", "name": "web", "class": "", "legacyClass": "old", "hasAddress": true}
	cluster := object.union(empty, {"ingresses": [ingress]})
	count(present.gap) == 0 with input as cluster
	present.unknown == {lib.finding("Ingress", "shop", "web", "it has an address, and what gave it is not recognised")} with input as cluster
}

test_unknown_on_manifests_that_only_ask if {
	asked := {"title": "Contour", "version": "", "state": "declared", "roles": ["ingress/controller"]}
	manifests := object.union(empty, {"inventory": [asked], "target": {"kind": "manifests"}})
	count(present.gap) == 0 with input as manifests
	present.unknown == {{"message": "Contour is asked for; whether it comes up cannot be told from manifests"}} with input as manifests
}

test_gap_on_a_cluster_that_only_asks if {
	asked := {"title": "Contour", "version": "", "state": "declared", "roles": ["ingress/controller"]}
	cluster := object.union(empty, {"inventory": [asked]})
	present.gap == {
		{"message": "Contour is asked for, and none of its workloads runs"},
		{"message": "no known ingress controller and no known Gateway API implementation runs in this cluster"},
	} with input as cluster
}

running_product(name, roles, controllers) := {
	"name": name, "title": name, "version": "", "state": "running", "roles": roles, "controllers": controllers,
	"workloads": [{"kind": "Deployment", "namespace": "edge", "name": name}],
}

deployment(name, args) := {"kind": "Deployment", "namespace": "edge", "name": name, "status": true, "containers": [{"args": args}]}

gateway(classes) := object.union(empty, {
	"inventory": [running_product("envoy-gateway", ["ingress/gateway"], ["gateway.envoyproxy.io/"])],
	"workloads": [deployment("envoy-gateway", [])], "gatewayClasses": classes,
})

gateway_class(accepted) := {"name": "eg", "controller": "gateway.envoyproxy.io/gatewayclass-controller", "accepted": accepted}

idle_gateway := lib.finding("Deployment", "edge", "envoy-gateway", "envoy-gateway runs, and there is no GatewayClass that it has accepted, so that it serves no Gateway")

test_gateways_pass if count(present.gap) == 0 with input as gateway([gateway_class("True")])

test_gateways_without_a_class[name] if {
	some name, classes in {"none": [], "refused": [gateway_class("False")]}
	idle_gateway in present.gap with input as gateway(classes)
	present.summary.gap == {"envoy-gateway is there, and set up so that nothing comes in"} with input as gateway(classes)
}

test_gateways_not_applied if {
	of_cluster := gateway([])
	manifests := object.union(of_cluster, {
		"target": {"kind": "manifests"},
		"workloads": [object.union(w, {"status": false}) | some w in of_cluster.workloads],
	})
	count(present.gap) == 0 with input as manifests
}

# Istio's gateways are configured by its own kind Gateway as well.
test_istio_gateway_pass if count(present.gap) == 0 with input as object.union(
	gateway([]),
	{"inventory": [running_product("istio", ["ingress/gateway"], ["istio.io/gateway-controller"])]},
)

nginx(args, classes) := object.union(empty, {
	"inventory": [running_product("ingress-nginx", ["ingress/controller"], ["k8s.io/ingress-nginx"])],
	"workloads": [deployment("ingress-nginx", args)], "ingressClasses": classes,
})

test_nginx_without_a_class if present.gap == {lib.finding(
	"Deployment", "edge", "ingress-nginx",
	"ingress-nginx runs, and there is no IngressClass of its own: it leaves out every Ingress",
)} with input as nginx([], [])

test_nginx_pass[name] if {
	some name, cluster in {
		"class": nginx([], [nginx_class]),
		"without": nginx([{"name": "watch-ingress-without-class", "value": "true"}], []),
	}
	count(present.gap) == 0 with input as cluster
}

# Before 1.0 it went by the annotation, and needed no object.
test_nginx_before_classes if {
	old := object.union(running_product("ingress-nginx", ["ingress/controller"], ["k8s.io/ingress-nginx"]), {"version": "0.49.0"})
	count(present.gap) == 0 with input as object.union(nginx([], []), {"inventory": [old]})
}
