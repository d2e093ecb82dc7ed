# METADATA
# title: Add-ons that call AWS do so with a role of their own
# description: |
#   An add-on without a role of its own uses that of its node. What it needs (to attach disks, to make load balancers, to start
#   instances, to change DNS) is then a right of the node, and so of every pod on it that reaches the metadata service.
#
#   On EKS, kready looks at the drivers of EBS and EFS, the AWS Load Balancer Controller, Cluster Autoscaler, Karpenter, and ExternalDNS that
#   is set to AWS: at whether the ServiceAccount of their Deployments names a role (`eks.amazonaws.com/role-arn`). EKS Pod Identity associates
#   roles outside of the cluster: where its agent runs, the answer for one without an annotation is unknown. Keys in a Secret are
#   not seen. The VPC CNI is left out, whose rights EKS gives to the node by default.
# related_resources:
# - ref: https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
# - ref: https://docs.aws.amazon.com/eks/latest/userguide/add-ons-iam.html
# custom:
#   level: configured
#   tier: could
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#   remediation: |
#     Give the ServiceAccount of the add-on a role with the policy that its documentation names, have the pods made anew, and take the
#     policy from the node's role.
#   remedies:
#   - distributions: [eks]
#     text: |
#       Make a role with the policy that the add-on's documentation names, and give it to the ServiceAccount: by an association of EKS Pod
#       Identity (`aws eks create-pod-identity-association`), or by the annotation `eks.amazonaws.com/role-arn`. Have the pods made anew,
#       and take the policy from the node's role:
#
#           kubectl -n NAMESPACE rollout restart KIND NAME
package kready.identity["addons-own-identity"]

import data.kready.internal.workloads
import data.kready.lib

eks if input.distribution.name == "eks"

callers := {"aws-ebs-csi-driver", "aws-efs-csi-driver", "aws-load-balancer-controller", "cluster-autoscaler", "karpenter", "external-dns"}

# addons are the Deployments of add-ons that call AWS, with what they are.
addons contains {"impl": impl, "workload": w} if {
	eks
	some impl in input.inventory
	impl.state == "running"
	impl.name in callers
	some w in lib.workloads_of(impl)
	w.kind == "Deployment"
	calls_aws(impl, w)
}

calls_aws(impl, _) if impl.name != "external-dns"

calls_aws(_, w) if "aws" in workloads.flag_values(w, "provider")

account(w) := "default" if w.serviceAccount == ""

account(w) := w.serviceAccount if w.serviceAccount != ""

with_role contains [a.namespace, a.name] if some a in input.roleAccounts

# without are those whose account names no role.
without contains lib.finding(w.kind, w.namespace, w.name, sprintf("ServiceAccount %s of %s names no role", [account(w), a.impl.title])) if {
	some a in addons
	w := a.workload
	not [w.namespace, account(w)] in with_role
}

agent if {
	some impl in lib.running("identity/agent")
	impl.name == "eks-pod-identity-agent"
}

gap contains finding if {
	not agent
	some finding in without
}

unknown contains object.union(finding, {"message": sprintf("%s; whether EKS Pod Identity gives it one is not visible here", [finding.message])}) if {
	agent
	some finding in without
}

# Nodes tell most of where a cluster runs.
skip contains "the cluster is not EKS" if {
	not eks
	count(input.nodeKinds) > 0
}

skip contains "there is no node, and nothing tells that the cluster is EKS" if {
	not eks
	count(input.nodeKinds) == 0
}

skip contains "no add-on runs here that kready knows to call AWS" if {
	eks
	count(addons) == 0
}

summary.pass contains sprintf("%s a role of its own", [lib.counted(count(addons), "add-on names", "add-ons name")]) if count(addons) == 1

summary.pass contains sprintf("%s roles of their own", [lib.counted(count(addons), "add-on names", "add-ons name")]) if count(addons) != 1

summary.gap contains sprintf("%s AWS with the role of a node, or with keys", [lib.counted(count(without), "add-on calls", "add-ons call")])

summary.unknown contains "whether all add-ons have a role of their own is not known"
