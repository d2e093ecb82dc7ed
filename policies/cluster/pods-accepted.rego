# METADATA
# title: The API server takes the pods of the service
# description: |
#   A workload whose pods are refused is taken all the same: its ReplicaSet or Job finds out, and only an event
#   says so (FailedCreate). What refuses pods is Pod Security, OpenShift's SecurityContextConstraints, admission policies and
#   webhooks, signature policies of images, a quota, a LimitRange, a ServiceAccount, a PriorityClass or a
#   RuntimeClass that is not there.
#
#   With `--server-dry-run`, kready has the API server take one Pod of each template as a dry run, and nothing is stored. It
#   is created by whoever runs kready, not by a controller: rules that make exceptions for users may answer otherwise, among
#   them the SecurityContextConstraints that the user may use. Where the service brings the ServiceAccount of its pods and it is not there yet, the Pod is
#   tried as `default`. What a refusal may go away with (a quota, a limit or a class that the service brings) makes it unknown, and so does a quota that may
#   count the pods which an earlier version of the workload has.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run
# - ref: https://kubernetes.io/docs/concepts/security/pod-security-admission/#workload-resources-and-pod-templates
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   requires: [cluster/objects-valid]
#   remedies:
#   - state: webhook
#     text: |
#       Have the platform see why the webhook that is named does not answer: until it does, the API server refuses what it asks
#       the webhook about.
#   remediation: |
#     Change in the template what the message names. Where it is a quota or a limit, ask the platform for more.
package kready.cluster["pods-accepted"]

import data.kready.internal.dryrun
import data.kready.lib

skip contains why if some why in dryrun.not_asked

skip contains "the service has no pod template" if {
	count(dryrun.not_asked) == 0
	count(dryrun.tried("pod")) == 0
}

gap contains finding if some finding in dryrun.refused("pod")

unknown contains finding if some finding in dryrun.untold("pod")

state contains "webhook" if "webhook" in dryrun.states(gap)

summary.pass contains sprintf("the API server takes the pods of %s in a dry run", [lib.counted(count(dryrun.tried("pod")), "template", "templates")])

summary.gap contains sprintf("the API server refuses the pods of %d of %s", [count(gap), lib.counted(count(dryrun.tried("pod")), "template", "templates")])

summary.unknown contains "whether the API server takes the pods could not be tried for all templates"
