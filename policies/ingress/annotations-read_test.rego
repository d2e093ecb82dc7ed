package kready.ingress["annotations-read_test"]

import data.kready.ingress["annotations-read"] as read
import data.kready.mocks

ingress(class) := object.union(mocks.manifest("Ingress", "shop", "web"), {"class": class, "legacyClass": "", "classLine": 7})

land(class, annotations, impls) := {
	"service": {
		"ingresses": [ingress(class)],
		"objects": [object.union(mocks.manifest("Ingress", "shop", "web"), {"annotations": annotations})],
	},
	"ingressClasses": [{"name": "edge", "controller": "traefik.io/ingress-controller", "default": true}],
	"inventory": impls,
}

traefik := {
	"name": "traefik", "title": "Traefik", "state": "running", "controllers": ["traefik.io/ingress-controller"],
	"workloads": [{"kind": "Deployment", "namespace": "edge", "name": "traefik"}],
}

nginx := {"nginx.ingress.kubernetes.io/rewrite-target": "/"}

# runs is a cluster where Traefik has these flags.
runs(annotations, args) := object.union(land("edge", annotations, [traefik]), {"workloads": [{
	"kind": "Deployment", "namespace": "edge", "name": "traefik",
	"containers": [{"name": "traefik", "args": args}],
}]})

says := "its annotation nginx.ingress.kubernetes.io/rewrite-target is one of ingress-nginx, and its class edge is that of Traefik"

test_foreign if {
	read.gap == {mocks.on("Ingress", "web", 7, "service", says)} with input as runs(nginx, [{"name": "providers.kubernetesingress", "value": "true"}])
}

test_provider_on[name] if {
	some name in ["providers.kubernetesIngressNGINX", "providers.kubernetesingressnginx.watchnamespace"]
	count(read.gap) + count(read.unknown) == 0 with input as runs(nginx, [{"name": name, "value": "true"}])
}

test_provider_by_file if {
	count(read.gap) == 0 with input as runs(nginx, [])
	count(read.unknown) == 1 with input as runs(nginx, [])
}

# What is written for both is meant for one of the two.
test_several if {
	count(read.gap) == 0 with input as runs(object.union(nginx, {"traefik.ingress.kubernetes.io/router.tls": "true"}), [{"name": "providers.kubernetesingress", "value": "true"}])
}

test_default_class if {
	judged := object.union(runs(nginx, [{"name": "providers.kubernetesingress", "value": "true"}]), {"service": land("", nginx, []).service})
	count(read.gap) == 1 with input as judged
}

test_stranger if count(read.unknown) == 1 with input as land("edge", nginx, [])

test_no_class if {
	count(read.gap) + count(read.unknown) == 0 with input as land("absent", nginx, [traefik])
}

test_skip if count(read.skip) == 1 with input as land("edge", {"cert-manager.io/cluster-issuer": "main"}, [traefik])
