# METADATA
# title: The platform does not pull from Docker Hub without credentials
# description: |
#   Docker Hub counts what is pulled without credentials by the address that asks, which all
#   nodes behind one NAT share. When many nodes start at the same time, the last ones are
#   refused, and stay without the add-ons that make them usable.
#
#   kready looks at the images of the products that it knows. Where one comes from `docker.io`,
#   the pods or their ServiceAccount must name a pull secret; which registry that is for is
#   not read. Images that kind brings with its nodes are left out, and what a provider puts into system
#   namespaces. A mirror that is set up on
#   the nodes, in containerd's own configuration, is not seen: waive the check and say so.
# related_resources:
# - ref: https://docs.docker.com/docker-hub/usage/
# - ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#add-imagepullsecrets-to-a-service-account
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     pass: [nodes]
#     gap: [workloads]
#   remediation: |
#     Mirror the images into a registry of your own and set it in the products' values; or let
#     the nodes pull through a cache (containerd's `hosts.toml`); or add a pull secret to the
#     ServiceAccount.
#   remedies:
#   - distributions: [k3s]
#     text: |
#       Mirror the images into a registry of your own, and name it to K3s, which pulls all that it brings from there: as
#       `system-default-registry` in /etc/rancher/k3s/config.yaml of each server, or as a mirror of docker.io in
#       /etc/rancher/k3s/registries.yaml of each node; then restart K3s. For other products, set it in their values, or add a pull secret to the ServiceAccount.
#   - distributions: [rke2]
#     text: |
#       Mirror the images into a registry of your own, and name it to RKE2, which pulls all that it brings from there: as
#       `system-default-registry` in /etc/rancher/rke2/config.yaml of each server, or as a mirror of docker.io in
#       /etc/rancher/rke2/registries.yaml of each node; then restart RKE2. For other products, set it in their values, or add a pull secret to the ServiceAccount.
package kready.images.dockerhub

import data.kready.internal.critical
import data.kready.internal.images
import data.kready.lib

docker_hub_images(w) := sort({sprintf("%s/%s", [c.image.registry, c.image.repository]) |
	some c in images.containers(w)
	c.image.registry == "docker.io"
	not startswith(c.image.repository, "kindest/")
})

docker_hub_workloads := [w |
	some w in images.product_workloads
	not critical.provider_managed(w)
	count(docker_hub_images(w)) > 0
]

authenticated(w) if count(w.imagePullSecrets) > 0

authenticated(w) if {
	some a in input.serviceAccounts
	a.namespace == w.namespace
	a.name == account(w)
	count(a.imagePullSecrets) > 0
}

account(w) := w.serviceAccount if w.serviceAccount != ""

account(w) := "default" if w.serviceAccount == ""

gap contains finding if {
	some w in docker_hub_workloads
	not authenticated(w)
	finding := lib.finding(w.kind, w.namespace, w.name, sprintf("it pulls %s without a pull secret", [lib.shortened(docker_hub_images(w))]))
}

skip contains "no product that kready knows runs here" if count(images.product_workloads) == 0

summary.pass contains "no product comes from Docker Hub" if count(docker_hub_workloads) == 0

summary.pass contains sprintf("%s from Docker Hub, each with a pull secret", [lib.counted(count(docker_hub_workloads), "workload", "workloads")]) if {
	count(docker_hub_workloads) > 0
}

summary.gap contains sprintf("%s from Docker Hub without credentials", [lib.counted(count(gap), "workload pulls", "workloads pull")])
