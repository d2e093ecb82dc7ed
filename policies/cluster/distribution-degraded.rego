# METADATA
# title: The distribution reports nothing degraded or failed
# description: |
#   What a distribution cannot bring into the state that it wants goes on as it is, and is in the
#   way of the next update: a degraded operator, a pool of nodes that does not take its
#   configuration, a packaged chart whose installation has failed.
#
#   On OpenShift: ClusterOperators that are Degraded, beyond the core that
#   `cluster/distribution-available` judges, a ClusterVersion that is Failing, and
#   MachineConfigPools that are Degraded. On K3s and RKE2: HelmCharts in kube-system, which bring
#   what the distribution packages, whose condition Failed holds. Addons of K3s carry no status,
#   and are not judged. Skipped where the distribution has none of these.
# related_resources:
# - ref: https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/updating_clusters/understanding-openshift-updates-1
# - ref: https://docs.k3s.io/helm
# custom:
#   level: healthy
#   tier: should
#   requires: [cluster/distribution-available]
#   since: 0.1.0
#   remediation: |
#     Read what the object says of it.
#   remedies:
#   - distributions: [openshift]
#     text: |
#       Read what the object says, and what it names as related:
#
#           oc describe KIND NAME
#   - distributions: [k3s, rke2]
#     text: |
#       The log of the Job that installs the chart says why it failed:
#
#           kubectl -n kube-system logs job/helm-install-HELMCHART
package kready.cluster["distribution-degraded"]

import data.kready.internal.distribution
import data.kready.internal.products
import data.kready.lib

gap contains lib.finding("ClusterOperator", "", o.name, sprintf("it is degraded: %s", [distribution.says(o, "Degraded", "True")])) if {
	some o in distribution.operators
	not o.name in distribution.core
}

gap contains lib.finding("ClusterVersion", "", o.name, sprintf("it is failing: %s", [distribution.says(o, "Failing", "True")])) if {
	some o in products.objects("clusterversions.config.openshift.io")
}

gap contains lib.finding("MachineConfigPool", "", o.name, sprintf("it is degraded: %s", [distribution.says(o, "Degraded", "True")])) if {
	some o in products.objects("machineconfigpools.machineconfiguration.openshift.io")
}

gap contains lib.finding("HelmChart", o.namespace, o.name, sprintf("its installation has failed: %s", [distribution.says(o, "Failed", "True")])) if {
	some o in charts
}

# charts are those by which K3s and RKE2 install what they package.
charts := [o | some o in products.objects("helmcharts.helm.cattle.io"); o.namespace == "kube-system"]

unknown contains finding if some finding in distribution.unread

skip contains "the distribution writes no verdict on its own parts that kready reads" if {
	count(distribution.expected) == 0
	count(judged) == 0
}

judged := array.concat(distribution.operators, charts)

summary.gap contains sprintf("%s something that is degraded or has failed", [lib.counted(count(gap), "object of the distribution reports", "objects of the distribution report")])

summary.unknown contains "what the distribution finds of itself is not known"

summary.pass contains sprintf("%s nothing degraded or failed", [lib.counted(count(judged), "part of the distribution reports", "parts of the distribution report")])
