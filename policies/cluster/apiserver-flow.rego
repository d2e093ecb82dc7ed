# METADATA
# title: The cluster is no larger than Kubernetes is tested for
# description: |
#   Kubernetes is made for clusters of up to 5000 nodes and 150000 pods. Beyond, watches, lists and the scheduler slow down, and an incident
#   is the first time that anybody sees how this cluster behaves.
#
#   kready counts the nodes, and asks the API server how many pods there are: it reads none for it. Where a provider runs the control
#   plane, limits are the provider's, and the check does not apply. Containers, and pods for each node, are not counted.
# related_resources:
# - ref: https://kubernetes.io/docs/setup/best-practices/cluster-large/
# custom:
#   level: configured
#   tier: could
#   since: 0.2.0
#   standsWithout:
#     gap: [nodes, totals]
#   remediation: |
#     Divide the cluster, by teams or by kinds of load, before it grows further. See what fills it:
#
#         kubectl get --raw '/api/v1/pods?limit=1' | head -c 300
#
#     Jobs and failed pods that nobody removes count as well: set `ttlSecondsAfterFinished`.
package kready.cluster["apiserver-flow"]

import data.kready.lib

amount := sum([k.count | some k in input.nodeKinds])

most_nodes := 5000

most_pods := 150000

gap contains {"message": sprintf("there are %d nodes, and Kubernetes is made for up to %d", [amount, most_nodes])} if {
	amount > most_nodes
}

gap contains {"message": sprintf("there are %d pods, and Kubernetes is made for up to %d", [input.totals.pods, most_pods])} if {
	input.totals.pods > most_pods
}

unknown contains {"message": "the API server does not say how many pods there are"} if input.totals.pods < 0

skip contains sprintf("the limits are those of %s", [input.distribution.title]) if input.distribution.managed

skip contains "there is no node" if {
	not input.distribution.managed
	amount == 0
}

summary.pass contains sprintf("%s and %s", [lib.counted(amount, "node", "nodes"), lib.counted(input.totals.pods, "pod", "pods")])

summary.gap contains "the cluster is larger than Kubernetes is tested for"

summary.unknown contains "how large the cluster is cannot be told"
