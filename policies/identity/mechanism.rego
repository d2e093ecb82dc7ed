# METADATA
# title: Pods have an identity of their own in the cloud
# description: |
#   A pod without an identity of its own uses its node's, with everything that any pod of the
#   node may do, or a long-lived key in a Secret. Either way one broken service is the keys to
#   many.
#
#   On AWS, Google Cloud and Azure kready looks for the provider's mechanism (EKS Pod Identity
#   or IAM roles for service accounts, Workload Identity) or for SPIRE. Older ones that take
#   the metadata service over (kiam, kube2iam) count and are named. It does not see whether
#   services use it, nor whether the node's credentials are out of reach. Outside of those
#   clouds the check does not apply.
# related_resources:
# - ref: https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
# - ref: https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity
# - ref: https://azure.github.io/azure-workload-identity/
# custom:
#   level: present
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads, nodes]
#   remediation: |
#     Have the cloud trust the tokens of the cluster's ServiceAccounts, and install the webhook that
#     mounts them: amazon-eks-pod-identity-webhook on AWS, Azure Workload Identity on Azure. Or install SPIRE.
#   remedies:
#   - distributions: [eks]
#     text: |
#       Install the Pod Identity agent, and give ServiceAccounts roles by pod identity associations:
#
#           aws eks create-addon --cluster-name CLUSTER --addon-name eks-pod-identity-agent
#   - distributions: [gke]
#     text: |
#       Turn Workload Identity Federation on for the cluster, then for each node pool, which makes its nodes
#       anew. Autopilot always has it.
#
#           gcloud container clusters update CLUSTER --workload-pool=PROJECT.svc.id.goog
#           gcloud container node-pools update POOL --cluster=CLUSTER --workload-metadata=GKE_METADATA
#   - distributions: [aks]
#     text: |
#       Turn on the issuer and the add-on; AKS then installs the webhook:
#
#           az aks update --resource-group GROUP --name CLUSTER --enable-oidc-issuer --enable-workload-identity
#   - distributions: [openshift]
#     text: |
#       Have the cloud trust the tokens of the cluster's ServiceAccounts: OpenShift's short-term
#       credentials (AWS STS, Microsoft Entra Workload ID, Google Cloud Workload Identity), which
#       `ccoctl` sets up. SPIRE is another way.
package kready.identity.mechanism

import data.kready.internal.absence
import data.kready.internal.lifecycle
import data.kready.internal.workloads
import data.kready.lib

clouds := {"aws": "AWS", "azure": "Azure", "gce": "Google Cloud"}

by_distribution := {"aks": "Azure", "eks": "AWS", "gke": "Google Cloud"}

cloud contains by_distribution[input.distribution.name]

cloud contains clouds[n.provider] if some n in input.nodeKinds

implementations contains impl if {
	some role in roles
	some impl in lib.running(role)
}

# On GKE the node's label says that the metadata server answers for pods.
labelled contains name if {
	some n in input.nodeKinds
	n.labels["iam.gke.io/gke-metadata-server-enabled"] == "true"
	some name in n.names
}

present if count(implementations) > 0

present if count(labelled) > 0

# Webhooks are judged by identity/webhook-healthy.
gap contains finding if {
	count(labelled) == 0
	count(implementations) > 0
	every impl in implementations {
		not "identity/webhook" in impl.roles
		workloads.stopped(impl)
	}
	some impl in implementations
	some finding in workloads.down(impl)
}

gap contains {"message": sprintf("no workload identity of %s and no SPIRE runs in this cluster", [concat(" or ", cloud)])} if missing

gap contains finding if {
	missing
	some role in roles
	some finding in absence.findings(role)
}

old contains impl if {
	some impl in implementations
	lifecycle.retired(impl)
}

roles := ["identity/webhook", "identity/agent", "identity/issuer"]

missing if {
	count(cloud) > 0
	not present
	count(absence.possible_of(roles)) == 0
}

unknown contains finding if {
	count(cloud) > 0
	not present
	some finding in absence.possible_of(roles)
}

skip contains "the nodes are not in a cloud that gives pods an identity" if {
	count(cloud) == 0
	not present
}

summary.pass contains sprintf("%s %s there to give pods an identity", [lib.names(implementations), lib.are(count(implementations))]) if count(implementations) > 0

summary.pass contains sprintf("no longer maintained: %s", [lib.names(old)]) if count(old) > 0

summary.pass contains "the nodes run GKE's metadata server for pods" if {
	count(implementations) == 0
	count(labelled) > 0
}

summary.gap contains "no known product gives pods an identity of their own" if count(implementations) == 0

summary.gap contains sprintf("%s %s there, without a ready pod", [lib.names(implementations), lib.are(count(implementations))]) if count(implementations) > 0

summary.unknown contains "it cannot be told whether pods have an identity of their own"
