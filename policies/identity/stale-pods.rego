# METADATA
# title: Pods that ask for an identity in the cloud have been given it
# description: |
#   The webhook gives a pod its token when the pod is made, and never later. Pods that are older than the webhook, than the annotation
#   of their ServiceAccount or than a time in which the webhook was down go on without, and use the identity of their node,
#   or none: calls to the cloud fail, or succeed with rights that nobody meant.
#
#   Where the webhook of AWS is called, kready looks for ServiceAccounts with `eks.amazonaws.com/role-arn`, and at their running pods; where that of
#   Azure is, at the running pods with the label `azure.workload.identity/use: "true"`. A pod counts as given when it has the
#   webhook's volume or variables, or those of EKS Pod Identity or of keys of its own. Of more than 25 accounts, or 500 pods of one, not all are
#   looked at. Associations of EKS Pod Identity stand outside of the cluster, and pods of GKE are given nothing: neither is seen.
# related_resources:
# - ref: https://docs.aws.amazon.com/eks/latest/userguide/pod-configuration.html
# - ref: https://azure.github.io/azure-workload-identity/docs/troubleshooting.html
# custom:
#   level: healthy
#   tier: should
#   since: 0.2.0
#   requires: [identity/webhook-healthy]
#   standsWithout:
#     gap: [podIdentities, webhooks]
#     skip: [podIdentities]
#   remediation: |
#     Have the pods made anew, and see whether the new ones have the volume:
#
#         kubectl -n NAMESPACE rollout restart KIND NAME
#
#     A pod that should use its node's identity on AWS has the label `eks.amazonaws.com/skip-pod-identity-webhook`.
package kready.identity["stale-pods"]

import data.kready.lib

hooks := {"iam-for-pods.amazonaws.com", "pod-identity-webhook.amazonaws.com", "mutation.azure-workload-identity.io"}

called if {
	some config in input.webhooks
	some hook in config.webhooks
	hook.name in hooks
}

asking := {"aws": "the role of AWS that ServiceAccount %s names", "azure": "the identity of Azure that its label asks for (ServiceAccount %s)"}

gap contains lib.finding(p.kind, p.namespace, p.name, sprintf("%s without %s; the oldest was made on %s", [
	lib.counted(p.count, "pod runs", "pods run"), sprintf(asking[p.cloud], [p.account]), substring(p.since, 0, 10),
])) if {
	some p in input.podIdentities.without
}

skip contains "no webhook is called here that gives pods an identity of AWS or Azure" if not called

summary.pass contains "nothing that runs asks the webhook for an identity" if input.podIdentities.pods == 0

summary.pass contains sprintf("%s an identity, and all have it", [lib.counted(input.podIdentities.pods, "running pod asks for", "running pods ask for")]) if input.podIdentities.pods > 0

summary.gap contains sprintf("%s the identity that was asked for", [lib.counted(sum([p.count | some p in input.podIdentities.without]), "running pod lacks", "running pods lack")])
