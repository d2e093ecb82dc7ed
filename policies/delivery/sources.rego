# METADATA
# title: No source of the platform's configuration fails
# description: |
#   A delivery controller that cannot fetch its source keeps the cluster on the last revision
#   that it got. What is merged after that, fixes included, does not arrive, while all that
#   runs looks well. The usual cause is a deploy key or token that has expired.
#
#   kready reads the Ready condition of the sources of Flux (GitRepository, OCIRepository,
#   HelmRepository, Bucket) from which something is delivered into a namespace of the
#   platform, and the ComparisonError of Applications of Argo CD that deliver there.
#   Namespaces of the platform are those that products which kready knows have to
#   themselves, and those of the system. Left out are suspended sources, HelmRepositories of
#   type `oci`, which have no status, and the sources of services.
# related_resources:
# - ref: https://fluxcd.io/flux/components/source/
# - ref: https://argo-cd.readthedocs.io/en/stable/user-guide/private-repositories/
# custom:
#   level: healthy
#   tier: should
#   requires: [delivery/controllers-healthy]
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/pods]
#   remediation: |
#     Read the message, then renew the credential or mend the URL:
#
#         flux get sources all -A --status-selector ready=false
#         argocd repo list
package kready.delivery.sources

import data.kready.internal.conditions
import data.kready.internal.delivery
import data.kready.lib

judged := [s |
	some s in delivery.sources
	not s.suspended
	not s.static
]

applications := [d | some d in delivery.deliveries; d.kind == "Application"]

gap contains finding if {
	some s in judged
	s.ready == "False"
	finding := finding_on(s, conditions.reason_and_message(s.reason, s.message))
}

gap contains finding if {
	some s in judged
	s.ready == ""
	lib.older(s.createdAt, input.thresholds.pendingMinutes)
	finding := finding_on(s, "no controller has said anything about it")
}

gap contains finding if {
	some d in applications
	delivery.comparison_failed(d)
	finding := finding_on(d, conditions.reason_and_message(d.reason, d.message))
}

unknown contains finding if {
	some s in judged
	s.ready == ""
	not lib.known(s.createdAt)
	finding := finding_on(s, "it carries no status")
}

unknown contains finding if {
	some d in applications
	d.sync == ""
	not lib.known(d.createdAt)
	finding := finding_on(d, "it carries no status")
}

skip contains "nothing is delivered to the platform's namespaces from a source that kready can read" if {
	count(judged) == 0
	count(applications) == 0
}

finding_on(o, message) := lib.finding(o.kind, o.namespace, o.name, message)

total_text := lib.counted(count(judged) + count(applications), "source", "sources")

summary.pass contains sprintf("%s of the platform, and none fails", [total_text])

summary.gap contains sprintf("%d of %s cannot be fetched", [count(gap), total_text])

summary.unknown contains "the manifests carry no status"
