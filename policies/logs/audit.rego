# METADATA
# title: The API server writes an audit log
# description: |
#   The audit log is the only record of who changed or read what through the API. Without it
#   nobody can tell which credential deleted a namespace or read the Secrets, nor whose tool
#   still asks for an API version that is going away.
#
#   On control planes that show their pods, every kube-apiserver must have
#   `--audit-policy-file` (without one nothing is logged) and a place to write to,
#   `--audit-log-path` or `--audit-webhook-config-file`. What the policy leaves out, and whether
#   the file is shipped from the machine before it is rotated, is not visible. Where the
#   provider runs the API server, it is set outside of the cluster: the answer is unknown.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/
# - ref: https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   remediation: |
#     Write a policy (start with level Metadata for everything, None for the noise of nodes and
#     controllers), mount it into the API server and set both flags; with kubeadm under
#     `apiServer.extraArgs` and `extraVolumes`. Let the log agent collect the file. EKS, AKS:
#     turn control-plane logging on; GKE writes admin activity by itself.
package kready.logs.audit

import data.kready.internal.workloads
import data.kready.lib

servers := [w |
	some w in input.workloads
	w.kind == "StaticPod"
	startswith(w.name, "kube-apiserver")
]

set(w, flag) if {
	some value in workloads.flag_values(w, flag)
	not value in {"", "true"}
}

written(w) if set(w, "audit-log-path")

written(w) if set(w, "audit-webhook-config-file")

gap contains lib.finding("Pod", "kube-system", w.name, "it has no --audit-policy-file: nothing is logged") if {
	some w in servers
	not set(w, "audit-policy-file")
}

gap contains lib.finding("Pod", "kube-system", w.name, "it has an audit policy and nowhere to write to") if {
	some w in servers
	set(w, "audit-policy-file")
	not written(w)
}

unknown contains {"message": sprintf("%s runs the API server: whether it writes an audit log is set outside of the cluster", [input.distribution.title])} if {
	count(servers) == 0
	input.distribution.managed
}

unknown contains {"message": "the API server does not run as a pod: its flags are not visible"} if {
	count(servers) == 0
	not input.distribution.managed
}

summary.gap contains "the API server keeps no record of who did what"

summary.pass contains "the API server writes an audit log" if count(servers) > 0
