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
#   the file is shipped from the machine before it is rotated, is not visible. The file that RKE2 takes when none is named is unknown:
#   RKE2 writes it, so that nothing is logged. OpenShift writes one
#   unless the profile in `spec.audit` of its APIServer is None. Where the provider runs the API server, it is set outside of the cluster: the answer is unknown.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/
# - ref: https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/deployments, workloads/daemonsets, workloads/statefulsets, nodes]
#     gap: [workloads/pods]
#   remediation: |
#     Write a policy (start with level Metadata for everything, None for the noise of nodes and
#     controllers), give it to the API server with `--audit-policy-file`, and a place to write to
#     with `--audit-log-path`. Let the log agent collect the file.
#   remedies:
#   - distributions: [kubeadm]
#     text: |
#       Write a policy (start with level Metadata for everything, None for the noise of nodes and
#       controllers), and set `audit-policy-file` and `audit-log-path` under `apiServer.extraArgs` of
#       the ClusterConfiguration, both mounted under `apiServer.extraVolumes`. Then, on each node of
#       the control plane:
#
#           kubeadm init phase control-plane apiserver --config FILE
#   - distributions: [k3s]
#     text: |
#       Write a policy, and give the servers `kube-apiserver-arg: [audit-policy-file=FILE,
#       audit-log-path=FILE]` in /etc/rancher/k3s/config.yaml; then restart them.
#   - distributions: [rke2]
#     text: |
#       Write a policy on each server, name it as `audit-policy-file: FILE` in /etc/rancher/rke2/config.yaml, then
#       restart them. A file that is not there, RKE2 writes itself, with level None.
#   - distributions: [openshift]
#     text: |
#       Set another profile than None; Default logs metadata, which is enough to begin with:
#
#           oc patch apiserver cluster --type merge -p '{"spec":{"audit":{"profile":"Default"}}}'
#   - distributions: [talos]
#     text: |
#       Talos audits by itself; set `cluster.apiServer.auditPolicy` in the machine configuration to
#       change what is written.
#   - distributions: [eks]
#     text: |
#       Turn the control plane's audit log on:
#
#           aws eks update-cluster-config --name CLUSTER --logging '{"clusterLogging":[{"types":["audit"],"enabled":true}]}'
#   - distributions: [aks]
#     text: |
#       Send the category kube-audit to a workspace by a diagnostic setting of the cluster.
#   - distributions: [gke]
#     text: |
#       GKE writes admin activity by itself; for reads, turn on data access audit logs of the
#       Kubernetes Engine API. Then waive the check.
#   - distributions: [managed]
#     text: |
#       Turn on the control plane's audit log at the provider, and waive the check once it is.
package kready.logs.audit

import data.kready.internal.controlplane
import data.kready.internal.products
import data.kready.internal.workloads
import data.kready.lib

written(w) if controlplane.flag(w, "audit-log-path")

written(w) if controlplane.flag(w, "audit-webhook-config-file")

# rke2_policy is the file to which RKE2 writes a policy that logs nothing, where its owner has not written another:
# https://docs.rke2.io/security/hardening_guide
rke2_policy := "/etc/rancher/rke2/audit-policy.yaml"

# profile is what OpenShift is told to log: Default where it is told nothing.
profile := products.value(controlplane.settings, "spec.audit.profile")

gap contains lib.finding("Pod", w.namespace, w.name, "it has no --audit-policy-file: nothing is logged") if {
	some w in controlplane.flagged
	not controlplane.flag(w, "audit-policy-file")
}

gap contains lib.finding("Pod", w.namespace, w.name, "it has an audit policy and nowhere to write to") if {
	some w in controlplane.flagged
	controlplane.flag(w, "audit-policy-file")
	not written(w)
}

gap contains lib.finding("APIServer", "", "cluster", "its audit profile is None: nothing is logged") if profile == "None"

unknown contains lib.finding("Pod", w.namespace, w.name, text) if {
	some w in controlplane.flagged
	rke2_policy in workloads.flag_values(w, "audit-policy-file")
	text := sprintf("RKE2 fills %s with a policy that logs nothing until somebody writes another there; which one it is cannot be seen", [rke2_policy])
}

unknown contains {"message": sprintf("%s runs the API server: whether it writes an audit log is set outside of the cluster", [input.distribution.title])} if {
	not visible
	input.distribution.managed
}

unknown contains {"message": "the API server does not run as a pod that can be seen: its flags are not visible"} if {
	not visible
	not input.distribution.managed
	not controlplane.openshift
}

unknown contains {"message": text} if {
	not visible
	controlplane.openshift
	some text in controlplane.unread
}

unknown contains {"message": "there is no APIServer cluster, which says what OpenShift logs"} if {
	not visible
	controlplane.openshift
	count(controlplane.unread) == 0
}

visible if count(controlplane.flagged) > 0

visible if profile

summary.gap contains "the API server keeps no record of who did what"

summary.pass contains "the API server writes an audit log" if count(controlplane.flagged) > 0

summary.pass contains sprintf("OpenShift writes an audit log of profile %s", [profile]) if not profile in {"", "None"}

summary.pass contains "OpenShift writes an audit log of its default profile" if profile == ""

summary.unknown contains "the policy by which the API server logs may be RKE2's own, which logs nothing" if {
	some w in controlplane.flagged
	rke2_policy in workloads.flag_values(w, "audit-policy-file")
}
