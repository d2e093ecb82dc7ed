# METADATA
# title: Pods like those of the service get a node, their volumes and their images
# description: |
#   Manifests that the API server takes may be of pods that never start: no node takes them, an image is not pulled, a
#   volume is not mounted, a ConfigMap lacks a key, the runtime class has no handler on the node.
#
#   With `--probe`, kready makes one pod for each template, in its namespace, as a Job that it removes again: the same
#   ServiceAccount, nodes, tolerations, security contexts, volumes, images and Secrets to pull with. In place of each container's
#   command stands one that no image has: the kubelet mounts, pulls and makes the container, which then ends, so that
#   nothing of the images is run, also of those without a shell. A pass says that all containers got that far on one node. It
#   says nothing of whether the service works, nor of other nodes.
#
#   The pod asks for next to nothing, has no priority, mounts everything read-only, opens no port of its node, cares for no other pods, and is
#   never Ready. A claim is mounted where it is bound and no pod has it. What would change something is left out, and
#   told: claims that come with the service or are in use, volumes that would be made for the pod, paths that would be made on
#   the node, and the pod's labels where a PodDisruptionBudget, an autoscaler or a Service would count it. ConfigMaps and Secrets that the service
#   brings, or something of it may make, need not be there.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-states
# - ref: https://kubernetes.io/docs/concepts/containers/images/
# custom:
#   subject: service
#   level: proven
#   tier: must
#   since: 0.2.0
#   requires: [cluster/objects-valid]
#   remediation: |
#     Do what the message asks for. This makes the same pod again, and shows what it waits for:
#
#         kready land MANIFESTS -n NAMESPACE --probe --only cluster/pods-set-up
package kready.cluster["pods-set-up"]

import data.kready.internal.proofs
import data.kready.lib

skip contains why if some why in proofs.not_asked

skip contains "the service has no pod template" if {
	count(proofs.not_asked) == 0
	count(proofs.tried("pod")) == 0
}

gap contains finding if some finding in proofs.failed("pod", "a pod like those of its template is not set up")

unknown contains finding if some finding in proofs.untold("pod", "a pod like those of its template")

summary.pass contains sprintf("pods of %s got a node, their volumes and their images%s", [lib.counted(count(proofs.tried("pod")), "template", "templates"), but])

summary.gap contains sprintf("pods of %d of %s are not set up", [count(gap), lib.counted(count(proofs.tried("pod")), "template", "templates")])

summary.unknown contains sprintf("whether pods of %d of %s are set up is not known", [count(unknown), lib.counted(count(proofs.tried("pod")), "template", "templates")])

but := "" if count(proofs.left_out) == 0

but := sprintf(" (%s)", [concat("; ", sort(proofs.left_out))]) if {
	count(proofs.left_out) > 0
	count(proofs.left_out) <= 5
}

but := sprintf(" (%s; and %d more were left out)", [concat("; ", array.slice(sort(proofs.left_out), 0, 5)), count(proofs.left_out) - 5]) if count(proofs.left_out) > 5
