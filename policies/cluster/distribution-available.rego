# METADATA
# title: The distribution finds its own core available
# description: |
#   A distribution knows its parts better than any list of workloads: OpenShift's operators write
#   into their ClusterOperator whether what they run is available, and why not. A part that is not
#   available needs somebody at once, whatever its pods look like.
#
#   Every ClusterOperator must be Available. Of those that the cluster cannot do without (etcd, API
#   servers, scheduler, controller manager, network, DNS, ingress, authentication, storage, machine
#   configuration), Degraded is a gap as well; of the others it is the matter of
#   `cluster/distribution-degraded`. Skipped where the distribution writes no such verdict. What an
#   operator finds of itself is taken as it is.
# related_resources:
# - ref: https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/updating_clusters/understanding-openshift-updates-1
# - ref: https://github.com/openshift/api/blob/master/config/v1/types_cluster_operator.go
# custom:
#   level: healthy
#   tier: must
#   since: 0.1.0
#   remediation: |
#     Read what the operator says, and what runs in its namespace.
#   remedies:
#   - distributions: [openshift]
#     text: |
#       Read what the operator says, and what it names as related:
#
#           oc describe clusteroperator CLUSTEROPERATOR
package kready.cluster["distribution-available"]

import data.kready.internal.distribution
import data.kready.internal.products
import data.kready.lib

gap contains lib.finding("ClusterOperator", "", o.name, sprintf("it is not available: %s", [distribution.says(o, "Available", "False")])) if {
	some o in distribution.operators
}

gap contains lib.finding("ClusterOperator", "", o.name, sprintf("it is degraded: %s", [distribution.says(o, "Degraded", "True")])) if {
	some o in distribution.operators
	o.name in distribution.core
	not distribution.says(o, "Available", "False")
}

unknown contains lib.finding("ClusterOperator", "", o.name, "it does not say whether it is available") if {
	some o in distribution.operators
	not distribution.says(o, "Available", "False")
	not distribution.says(o, "Available", "True")
}

unknown contains finding if {
	expected
	some finding in distribution.unread
}

unknown contains {"message": "there is no ClusterOperator"} if {
	products.served("clusteroperators.config.openshift.io")
	products.read("clusteroperators.config.openshift.io")
	count(distribution.operators) == 0
}

# expected holds where there are ClusterOperators, whether the distribution was recognised or not.
expected if input.distribution.name == "openshift"

expected if products.served("clusteroperators.config.openshift.io")

skip contains "the distribution writes no verdict on its own core that kready reads" if {
	input.distribution.name != "openshift"
	not products.served("clusteroperators.config.openshift.io")
}

operators_say := lib.counted(
	count(distribution.operators),
	"operator of the distribution says that it is",
	"operators of the distribution say that they are",
)

summary.gap contains sprintf("%d of %s not well", [count({f.object.name | some f in gap}), operators_say])

summary.unknown contains "what the distribution finds of itself is not known"

summary.pass contains sprintf("%s Available, and of the core none is Degraded", [operators_say])
