# METADATA
# title: Pods have tokens that end, and none from a Secret
# description: |
#   Kubernetes gives each pod a token of its own, which ends after an hour and with the pod. A token from a Secret is valid
#   for ever, is the same in all pods, and works from anywhere for whoever has read it once.
#
#   kready looks at the pod templates of Deployments, StatefulSets, DaemonSets and CronJobs: for a Secret that is mounted where Kubernetes'
#   clients look for their token, and for one with the name that Kubernetes gave to tokens before 1.24 (the account, `-token-` and five
#   letters). Before 1.22 Kubernetes itself gives pods tokens from Secrets, and the check does not apply.
#
#   A token that is mounted elsewhere from a Secret of another name is not seen: `secrets/legacy-sa-tokens` looks for the Secrets.
# related_resources:
# - ref: https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-tokens
# - ref: https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets
# custom:
#   level: configured
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     any: [version]
#     gap: [workloads]
#   remediation: |
#     Take the volume out of the pod template: Kubernetes mounts a token by itself. For another audience, add a projected
#     volume with a `serviceAccountToken`. Then delete the Secret, so that copies end too:
#
#         kubectl -n NAMESPACE get KIND NAME -o yaml
package kready.identity["bound-tokens"]

import data.kready.lib

static := [w | some w in input.workloads; w.staticToken == "yes"]

unsaid := [w | some w in input.workloads; w.staticToken == ""]

gap contains lib.finding(w.kind, w.namespace, w.name, "its pods take a token of a ServiceAccount from a Secret, which never ends") if some w in static

unknown contains {"message": "the snapshot was taken by an older kready, which did not look where pods have their tokens from"} if count(unsaid) > 0

# Pods without a template show what Kubernetes has put into them.
skip contains "this Kubernetes gives pods tokens from Secrets itself" if {
	input.version.minor > 0
	input.version.minor < 22
}

skip contains "there is no workload" if {
	count(input.workloads) == 0
	input.applications.workloads == 0
}

summary.pass contains "no pod template takes a token from a Secret"

summary.gap contains sprintf("%s a token from a Secret", [lib.counted(count(static), "workload takes", "workloads take")])

summary.unknown contains "where pods have their tokens from is not known"
