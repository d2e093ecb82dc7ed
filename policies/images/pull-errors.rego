# METADATA
# title: No pod waits in vain for its image
# description: |
#   A node that cannot pull starts nothing new. Services that run go on, until they are moved
#   to another node; then they are gone. Expired credentials, rate limits of a public
#   registry, a proxy in between and full disks all show like that.
#
#   kready reads the pods in phase Pending and the reasons why their containers wait, such as
#   ImagePullBackOff. Pods that have waited for five minutes are gaps. In the namespaces of
#   services, an image that does not exist, whose name is not valid, or that must not be
#   pulled is the service's own affair: it is mentioned and is no gap.
#
#   Only pods in phase Pending are read, so that the cost does not grow with the services. A pod
#   that runs and whose container cannot be pulled again is in phase Running and is not seen.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff
# - ref: https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/
# custom:
#   level: healthy
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     asked: [workloads, nodes, webhooks]
#     gap: [pendingPods]
#   remediation: |
#     The message says what the registry answered: `kubectl describe pod POD`. Renew the pull
#     secret, or let the nodes authenticate themselves; for rate limits, pull through a
#     registry of your own. Delete what nobody needs any more.
package kready.images["pull-errors"]

import data.kready.internal.conditions
import data.kready.internal.manifests
import data.kready.internal.namespaces
import data.kready.internal.pods
import data.kready.internal.unread
import data.kready.lib

reasons := {
	"ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable",
	"ImageInspectError", "SignatureValidationFailed",
}

waiting := [p |
	some p in pods.long_pending
	p.reason in reasons
]

# image_missing_pods are pods of services with an image that no registry could deliver.
image_missing_pods := [p |
	some p in without_image
	not namespaces.of_platform(p.namespace)
]

without_image := [p |
	some p in waiting
	image_missing(p)
]

# incomplete are the kinds by which services are told from the platform, where there may be more of them.
incomplete contains kind if {
	some kind in {"workloads", "nodes", "webhooks"}
	unread.incomplete(kind)
}

# undecided are pods that may be of services or of the platform.
undecided := [p | some p in without_image; count(incomplete) > 0]

image_missing(p) if p.reason in {"InvalidImageName", "ErrImageNeverPull"}

# Registries that hide private images also say "not found" of images that exist; their
# message then names the authorization as well.
image_missing(p) if {
	regex.match(`(?i)not[ _]?found|manifest[ _]unknown|name[ _]unknown`, p.message)
	not regex.match(`(?i)authori[sz]|denied|forbidden|no such host|x509|\b40[13]\b`, p.message)
}

gap contains finding if {
	some p in waiting
	not p in image_missing_pods
	not p in undecided
	finding := lib.finding(p.kind, p.namespace, p.name, waiting_text(p))
}

waiting_text(p) := conditions.reason_and_message(sprintf("%s for %s (%s)", [wait(p.count), p.image, p.reason]), p.message) if p.image != ""

waiting_text(p) := conditions.reason_and_message(sprintf("%s for an image (%s)", [wait(p.count), p.reason]), p.message) if p.image == ""

wait(1) := "1 pod waits"

wait(n) := sprintf("%d pods wait", [n]) if n != 1

unknown contains lib.finding(p.kind, p.namespace, p.name, "whether it is a service's or the platform's is not known") if some p in undecided

unknown contains {"message": "rendered manifests hold no pods that could wait"} if manifests.not_applied

summary.pass contains sprintf("no pod waits in vain for its image%s", [missing_note])

missing_note := "" if count(image_missing_pods) == 0

missing_note := sprintf(" (%s ask for an image that does not exist)", [lib.counted(count(image_missing_pods), "service's pods", "services' pods")]) if {
	count(image_missing_pods) > 0
}

summary.gap contains sprintf("%s not get %s", [lib.counted(count(gap), "workload's pods do", "workloads' pods do"), images(count(gap))])

images(1) := "their image"

images(n) := "their images" if n != 1

summary.unknown contains "the manifests carry no status"
