package kready.images["frozen-registries_test"]

import data.kready.images["frozen-registries"] as frozen
import data.kready.lib

workload(registry, repository) := {
	"kind": "Deployment", "namespace": "shop", "name": "web", "initContainers": [],
	"containers": [{"image": {"registry": registry, "repository": repository}}],
}

test_gap if {
	every image in [
		["k8s.gcr.io", "pause"], ["docker.io", "bitnami/redis"], ["docker.io", "bitnamilegacy/redis"],
		["gcr.io", "kubebuilder/kube-rbac-proxy"], ["quay.io", "kubernetes-ingress-controller/nginx-ingress-controller"],
	] {
		frozen.gap == {
			lib.finding("Deployment", "shop", "web", sprintf("it runs %s/%s", image)),
		} with input as {"workloads": [workload(image[0], image[1])]}
	}
}

test_pass if {
	every image in [["registry.k8s.io", "pause"], ["docker.io", "library/redis"], ["registry.example", "bitnami/redis"]] {
		count(frozen.gap) == 0 with input as {"workloads": [workload(image[0], image[1])]}
	}
}
