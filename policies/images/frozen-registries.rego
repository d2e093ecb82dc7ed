# METADATA
# title: No workload runs images from an abandoned registry
# description: |
#   Some registries get no new images any more, and may stop to serve the old ones. A pod that
#   runs today then does not start on its next node, and its image gets no fixes.
#
#   kready looks for `k8s.gcr.io` (frozen in April 2023), `docker.io/bitnami` and
#   `docker.io/bitnamilegacy` (the free catalogue was closed in 2025),
#   `gcr.io/kubebuilder/kube-rbac-proxy` and `quay.io/kubernetes-ingress-controller`. It reads
#   the names in the workloads: a mirror that nodes put in between is not seen.
# related_resources:
# - ref: https://kubernetes.io/blog/2023/03/10/image-registry-redirect/
# - ref: https://github.com/bitnami/containers/issues/83267
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     gap: [workloads]
#   remediation: |
#     Take the same images from where they live now: `registry.k8s.io` for `k8s.gcr.io`,
#     `quay.io/brancz/kube-rbac-proxy` for kubebuilder's, the makers' own images for Bitnami's;
#     or mirror what you run into a registry of your own.
package kready.images["frozen-registries"]

import data.kready.lib

frozen(image) if image.registry == "k8s.gcr.io"

frozen(image) if {
	image.registry == "docker.io"
	some prefix in ["bitnami/", "bitnamilegacy/"]
	startswith(image.repository, prefix)
}

frozen(image) if {
	image.registry == "gcr.io"
	image.repository == "kubebuilder/kube-rbac-proxy"
}

frozen(image) if {
	image.registry == "quay.io"
	startswith(image.repository, "kubernetes-ingress-controller/")
}

images(w) := {sprintf("%s/%s", [c.image.registry, c.image.repository]) |
	some list in [w.containers, w.initContainers]
	some c in list
	frozen(c.image)
}

gap contains finding if {
	some w in input.workloads
	count(images(w)) > 0
	finding := lib.finding(w.kind, w.namespace, w.name, sprintf("it runs %s", [lib.shortened(sort(images(w)))]))
}

summary.pass contains sprintf("looked at %s", [lib.counted(count(input.workloads) + input.applications.workloads, "workload", "workloads")])

summary.gap contains sprintf("%s from an abandoned registry", [lib.counted(count(gap), "workload runs images", "workloads run images")])
