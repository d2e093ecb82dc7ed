# METADATA
# title: Nodes are added when pods need them
# description: |
#   On a cluster of fixed size, a service that scales up, or lands for the first time, finds no
#   room one day, and its pods stay Pending until somebody adds a node by hand.
#
#   On AWS, Google Cloud and Azure kready looks for Cluster Autoscaler and Karpenter. GKE and
#   AKS run theirs in the control plane, for those node pools that ask for it: that cannot be
#   told from inside, so the answer there is unknown, but for GKE Autopilot and EKS Auto Mode,
#   which always scale. Elsewhere the number of nodes is taken to be fixed, and the check does
#   not apply.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/cluster-administration/node-autoscaling/
# custom:
#   level: present
#   tier: must
#   since: 0.1.0
#   remediation: |
#     EKS: Karpenter or Auto Mode. GKE, AKS: turn autoscaling on for the node pools. Self-managed:
#     Cluster Autoscaler with your cloud's provider. For a size that is meant to stay, waive the
#     check.
package kready.scaling["node-autoscaler"]

import data.kready.internal.absence
import data.kready.lib

in_cloud if input.distribution.name in {"aks", "eks", "gke"}

in_cloud if {
	some n in input.nodes
	n.provider in {"aws", "azure", "gce"}
}

scalers := lib.running("scaling/nodes")

# certain are autoscalers that are seen running, or that always work out of sight.
certain contains impl if {
	some impl in scalers
	impl.state == "running"
}

certain contains impl if {
	some impl in scalers
	some feature in input.distribution.features
	feature in {"Auto Mode", "Autopilot"}
}

missing if {
	in_cloud
	count(scalers) == 0
	count(absence.possible("scaling/nodes")) == 0
}

gap contains {"message": "no known node autoscaler runs in this cluster"} if missing

gap contains finding if {
	missing
	some finding in absence.findings("scaling/nodes")
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

skip contains "the nodes are not in a cloud that adds some on demand" if {
	not in_cloud
	count(certain) == 0
}

summary.pass contains sprintf("%s adds nodes", [lib.names(certain)]) if count(certain) > 0

summary.gap contains "no known autoscaler adds nodes when pods need them"
