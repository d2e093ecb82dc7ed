# METADATA
# title: A node autoscaler runs and says that it can add nodes
# description: |
#   On a cluster of fixed size, a service that scales up, or lands for the first time, finds no
#   room one day, and its pods stay Pending until somebody adds a node by hand.
#
#   On AWS, Google Cloud and Azure kready looks for Cluster Autoscaler and Karpenter. GKE and
#   AKS run theirs in the control plane, for those node pools that ask for it: that cannot be
#   told from inside, so the answer there is unknown, but for GKE Autopilot, which always scales, where
#   Karpenter runs (EKS Auto Mode, node auto-provisioning of AKS) and where the autoscaler writes its status into the
#   cluster. Elsewhere the number of nodes is taken to be fixed, and the check does not apply.
#
#   One that runs must say that it can add a node. Cluster Autoscaler does so in the ConfigMap
#   `cluster-autoscaler-status`: it is running and healthy, has written it within ten minutes
#   (`pendingMinutes`), and knows a node group that is below its maximum and not backing off.
#   Karpenter must have a NodePool that is Ready, and whose nodes are below its limits of CPU, memory and nodes. Whether the
#   cloud has a machine to give is not tried.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/cluster-administration/node-autoscaling/
# - ref: https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md
# - ref: https://karpenter.sh/docs/concepts/nodepools/
# custom:
#   level: healthy
#   tier: must
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/cronjobs]
#     pass: [workloads/pods]
#   remediation: |
#     Install Cluster Autoscaler for your cloud's provider. For a size that is meant to stay, waive
#     the check.
#   remedies:
#   - distributions: [eks]
#     text: |
#       Turn on Auto Mode, or install Karpenter. For a size that is meant to stay, waive the check.
#   - distributions: [gke]
#     text: |
#       Turn autoscaling on for the node pools; where it is on, waive the check and say so:
#
#           gcloud container clusters update CLUSTER --enable-autoscaling --node-pool POOL --min-nodes MIN --max-nodes MAX
#   - distributions: [aks]
#     text: |
#       Turn autoscaling on for the node pools; where it is on, waive the check and say so:
#
#           az aks nodepool update --resource-group GROUP --cluster-name CLUSTER --name POOL --enable-cluster-autoscaler --min-count MIN --max-count MAX
#   - distributions: [openshift]
#     text: |
#       Create a ClusterAutoscaler and a MachineAutoscaler for each MachineSet that may grow.
#   - state: no-node-pool
#     text: |
#       Create a NodePool and the node class that it names; those that are there say in their
#       conditions what is wrong:
#
#           kubectl describe nodepools
#   - state: no-crd
#     text: |
#       Install Karpenter's CRDs in the version that runs, then create a NodePool and the node class that it names:
#
#           helm upgrade --install karpenter-crd oci://public.ecr.aws/karpenter/karpenter-crd --version VERSION --namespace NAMESPACE
#   - state: full
#     text: |
#       Raise the limits of the NodePool where it comes from, or make room: nothing is added beyond them.
#
#           kubectl get nodepool NAME -o jsonpath='{.spec.limits}{"\n"}{.status.resources}{"\n"}'
#   - state: autoscaler-status
#     text: |
#       Read what it says of itself, and its log: most often its cloud credential does not let it
#       see or change the node groups, or the groups are at their maximum.
#
#           kubectl -n NAMESPACE get configmap cluster-autoscaler-status -o jsonpath='{.data.status}'
package kready.scaling["node-autoscaler"]

import data.kready.internal.absence
import data.kready.internal.autoscalers
import data.kready.internal.nodes
import data.kready.internal.presence
import data.kready.internal.workloads
import data.kready.lib

in_cloud if input.distribution.name in {"aks", "eks", "gke"}

in_cloud if {
	some n in input.nodeKinds
	n.provider in {"aws", "azure", "gce"}
}

scalers := lib.running("scaling/nodes")

# certain are autoscalers that are seen running, or that always work out of sight.
certain contains impl if {
	some impl in scalers
	impl.state == "running"
}

certain contains impl if {
	"Autopilot" in input.distribution.features
	some impl in scalers
}

# Karpenter's NodePools are in the cluster wherever it runs itself.
certain contains impl if {
	some impl in scalers
	impl.name == "karpenter"
}

# A status that is written into the cluster shows one that runs out of sight.
certain contains impl if {
	autoscalers.written
	some impl in scalers
	impl.name == "cluster-autoscaler"
	impl.state == "hidden"
}

seen contains impl if {
	some impl in certain
	impl.state == "running"
}

gap contains finding if some finding in presence.down(seen)

# Where one of several works, nodes are added.
gap contains finding if {
	not presence.all_down(seen)
	count(certain) > 0
	every impl in certain {
		count(autoscalers.faults(impl)) > 0
	}
	some impl in certain
	some finding in autoscalers.faults(impl)
}

gap contains {"message": "no known node autoscaler runs in this cluster"} if missing

gap contains finding if {
	missing
	some finding in absence.findings("scaling/nodes")
}

unknown contains finding if {
	some impl in seen
	some finding in workloads.without_status(impl)
}

unknown contains finding if {
	every impl in certain {
		count(autoscalers.faults(impl) | autoscalers.undetermined(impl)) > 0
	}
	some impl in certain
	some finding in autoscalers.undetermined(impl)
}

unknown contains finding if {
	in_cloud
	count(scalers) == 0
	some finding in absence.possible("scaling/nodes")
}

unknown contains {"message": sprintf("%s may run in the control plane: whether node pools ask for it cannot be told", [lib.names(scalers)])} if {
	in_cloud
	count(scalers) > 0
	count(certain) == 0
}

# faulty holds for a product whose faults are the gap.
faulty(name) if {
	some impl in certain
	impl.name == name
	count(autoscalers.faults(impl)) > 0
}

state contains "no-node-pool" if {
	faulty("karpenter")
	count(autoscalers.ready_pools) == 0
	autoscalers.pools_possible
}

state contains "no-crd" if {
	faulty("karpenter")
	not autoscalers.pools_possible
}

state contains "full" if {
	faulty("karpenter")
	count(autoscalers.ready_pools) > 0
}

state contains "autoscaler-status" if faulty("cluster-autoscaler")

missing if {
	in_cloud
	count(scalers) == 0
	count(absence.possible("scaling/nodes")) == 0
}

skip contains "all nodes are virtual: the provider makes one for each pod" if nodes.all_virtual

skip contains "the nodes are in none of the clouds whose autoscalers kready looks for, and none is seen" if {
	not in_cloud
	count(certain) == 0
}

summary.pass contains sprintf("%s runs%s", [lib.names(certain), concat("", {text | some impl in certain; text := autoscalers.note(impl)})]) if {
	count(certain) > 0
}

summary.gap contains "no known autoscaler adds nodes when pods need them" if missing

summary.gap contains sprintf("%s is there and cannot add a node", [lib.names(certain)]) if count(certain) > 0

summary.unknown contains sprintf("whether %s can add a node is not known", [lib.names(scalers)]) if count(scalers) > 0
