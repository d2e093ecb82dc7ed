# METADATA
# title: The identity in the cloud that ServiceAccounts ask for is given
# description: |
#   An annotation of a ServiceAccount asks a cloud for an identity: `eks.amazonaws.com/role-arn` a role of AWS, `iam.gke.io/gcp-service-account` an
#   account of Google Cloud, `azure.workload.identity/client-id` an application of Azure. A webhook or the metadata server of the nodes gives it.
#   Without them, as on another cloud, the pods start as nobody or with the identity of their node, and the cloud refuses them.
#
#   kready looks at the ServiceAccounts of the pods, those of the service and those of the cluster, for the webhook of EKS or of Azure, and
#   for nodes with the metadata server of GKE. Azure's webhook looks for a label of the pods besides. Whether the cloud knows the identity,
#   and trusts this cluster, is not seen.
# related_resources:
# - ref: https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
# - ref: https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
# - ref: https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   requires: [identity/service-account-there]
#   standsWithout:
#     any: [workloads/cronjobs]
#   remedies:
#   - state: label
#     text: |
#       Give the pods the label `azure.workload.identity/use: "true"`, in the metadata of their template.
#   - distributions: [gke]
#     text: |
#       Have the platform enable Workload Identity Federation for GKE on the cluster and on its node pools, or take the annotation
#       of the cloud that this cluster is in.
#   remediation: |
#     Take the annotation of the cloud that this cluster is in, or have the platform install the webhook that gives the identity:
#     the pod identity webhook of AWS, or that of Azure Workload Identity.
package kready.identity["cloud-identity"]

import data.kready.internal.absence
import data.kready.internal.landing
import data.kready.lib

aws := "eks.amazonaws.com/role-arn"

google := "iam.gke.io/gcp-service-account"

azure := "azure.workload.identity/client-id"

identity := {aws: "a role of AWS", google: "an account of Google Cloud", azure: "an application of Azure"}

# asks are the pod templates whose ServiceAccount asks for an identity, each with the annotation.
asks contains {"pods": p, "key": key} if {
	count(asking) > 0
	some p in input.service.pods
	some key in asking[[p.namespace, p.serviceAccount]]
}

# accounts are the ServiceAccounts of templates, each once.
accounts contains [p.namespace, p.serviceAccount] if some p in input.service.pods

# asking are those that ask for an identity, each with the annotations.
asking := {account: keys |
	some account in accounts
	keys := [key | some key in object.keys(identity); object.get(annotations(account), key, "") != ""]
	count(keys) > 0
}

# annotations(account) are those of a ServiceAccount: one that the service brings, or else that of the cluster.
annotations(account) := own if {
	own := landing.object_named("", "ServiceAccount", account[0], account[1]).annotations
} else := annotations_there[account]

unseen contains account if {
	some account in accounts
	account[1] != "default"
	landing.namespace_there(account[0])
	not annotations(account)
}

annotations_there := object.union_n([{[a.namespace, a.name]: a.annotations} | some a in input.namedServiceAccounts])

skip contains "the service has no pods" if count(input.service.pods) == 0

on(ask, by, message) := landing.finding(ask.pods, ask.pods.serviceAccountLine, by, sprintf("its ServiceAccount %s asks for %s, and %s", [ask.pods.serviceAccount, identity[ask.key], message]))

runs(name) if {
	some impl in input.inventory
	impl.name == name
	impl.state in {"running", "hidden"}
}

giver := {aws: "eks-pod-identity-webhook", azure: "azure-workload-identity", google: "gke-workload-identity"}

given(key) if runs(giver[key])

given(key) if {
	key == google
	some n in input.nodeKinds
	n.labels["iam.gke.io/gke-metadata-server-enabled"] == "true"
}

by_what := {
	aws: "the EKS Pod Identity webhook does not run",
	google: "no node has the metadata server of GKE",
	azure: "the webhook of Azure Workload Identity does not run",
}

default where := ""

where := sprintf(": this cluster is of %s", [input.distribution.name]) if input.distribution.managed

strangers := absence.possible("identity/webhook")

perhaps(ask) if {
	ask.key != google
	count(strangers) > 0
}

missing contains ask if {
	some ask in asks
	not given(ask.key)
}

gap contains on(ask, "platform", sprintf("%s%s", [by_what[ask.key], where])) if {
	some ask in missing
	not perhaps(ask)
}

gap contains object.union(on(ask, "service", "its pods lack the label azure.workload.identity/use, by which the webhook knows them"), {"state": "label"}) if {
	given(azure)
	some ask in asks
	ask.key == azure
	object.get(ask.pods.labels, "azure.workload.identity/use", "") != "true"
}

unknown contains on(ask, "platform", sprintf("%s, unless it is what is not recognised", [by_what[ask.key]])) if {
	some ask in missing
	perhaps(ask)
}

unknown contains landing.finding(p, p.serviceAccountLine, "service", message) if {
	count(unseen) > 0
	some p in input.service.pods
	[p.namespace, p.serviceAccount] in unseen
	message := sprintf("its ServiceAccount %s could not be looked up: whether it asks for an identity in a cloud is not known", [p.serviceAccount])
}

state contains "label" if {
	some f in gap
	object.get(f, "state", "") == "label"
}

summary.pass contains sprintf("%s for an identity that is given here", [lib.counted(count(asks), "pod template asks", "pod templates ask")]) if count(asks) > 0

summary.pass contains "no ServiceAccount of the service's pods asks for an identity in a cloud" if count(asks) == 0

summary.gap contains "pods of the service do not get the identity that they ask for"

summary.unknown contains "whether pods of the service get the identity that they ask for is not known"
