package kready.ingress["orphan-class_test"]

import data.kready.ingress["orphan-class"] as orphan
import data.kready.lib

now := "2026-11-01T12:00:00Z"

old := "2026-06-01T00:00:00Z"

traefik := {"title": "Traefik", "state": "running", "workloads": [], "controllers": ["traefik.io/ingress-controller"]}

nginx := {"title": "ingress-nginx", "state": "remnant", "workloads": [], "controllers": ["k8s.io/ingress-nginx"]}

class(name, controller) := {"name": name, "controller": controller, "default": false}

ingress(name, class_name, address) := {"namespace": "shop", "name": name, "class": class_name, "legacyClass": "", "hasAddress": address, "createdAt": old}

cluster(inventory, classes, ingresses) := {"collectedAt": now, "inventory": inventory, "workloads": [], "ingressClasses": classes, "ingresses": ingresses}

test_pass if {
	input_ := cluster([traefik], [class("traefik", "traefik.io/ingress-controller")], [ingress("web", "traefik", true)])
	count(orphan.gap | orphan.unknown) == 0 with input as input_
	orphan.summary.pass == {"1 IngressClass, 1 Ingress, none known to be without a controller"} with input as input_
}

test_gap_once_for_a_class_and_its_ingresses if {
	input_ := cluster([traefik, nginx], [class("nginx", "k8s.io/ingress-nginx")], [ingress("a", "nginx", false), ingress("b", "nginx", false)])
	orphan.gap == {
		lib.finding("IngressClass", "", "nginx", "its controller k8s.io/ingress-nginx does not run; 2 Ingresses use it"),
	} with input as input_
}

test_unknown_when_no_ingress_of_the_class_has_an_address if {
	input_ := cluster([traefik], [class("traefik", "traefik.io/ingress-controller")], [ingress("web", "traefik", false)])
	count(orphan.gap) == 0 with input as input_
	orphan.unknown == {
		lib.finding("Ingress", "shop", "web", "it has no address, and neither has any other of class traefik: its controller may publish none"),
	} with input as input_
}

test_a_controller_that_is_down_explains_missing_addresses if {
	ref := {"kind": "Deployment", "namespace": "traefik", "name": "traefik"}
	down := object.union(traefik, {"workloads": [ref]})
	input_ := object.union(
		cluster([down], [class("traefik", "traefik.io/ingress-controller")], [ingress("a", "traefik", true), ingress("b", "traefik", false)]),
		{"workloads": [object.union(ref, {"status": true, "desired": 1, "ready": 0})]},
	)
	count(orphan.gap | orphan.unknown) == 0 with input as input_
}

test_gke_serves_the_annotation_without_a_class if {
	legacy := [
		object.union(ingress("a", "", true), {"legacyClass": "gce"}),
		object.union(ingress("b", "", true), {"legacyClass": "gce"}),
	]
	count(orphan.gap | orphan.unknown) == 0 with input as cluster([], [], legacy)
}

test_gap_without_any_class if {
	input_ := cluster([traefik], [class("traefik", "traefik.io/ingress-controller")], [ingress("lost", "", false)])
	orphan.gap == {
		lib.finding("Ingress", "shop", "lost", "it names no class, there is no default class, and it has no address"),
	} with input as input_
}

test_skip if {
	orphan.skip == {"there is no IngressClass and no Ingress"} with input as cluster([], [], [])
}
