# METADATA
# title: No workload has a volume of type gitRepo
# description: |
#   The kubelet clones the repository of a `gitRepo` volume as root, on the node. Kubernetes has switched the type off by
#   default in 1.33 and for good in 1.36: from then on a pod with one does not start when it is created anew, at
#   the next drain or upgrade of its node.
#
#   kready looks at the pod templates of Deployments, StatefulSets, DaemonSets and CronJobs, and at pods of the platform
#   without an owner. Jobs, and pods that others own, are not looked at.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/storage/volumes/#gitrepo
# - ref: https://github.com/kubernetes/enhancements/issues/5040
# custom:
#   level: configured
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     any: [version]
#     gap: [workloads]
#   remediation: |
#     Put an `emptyDir` in place of the volume, and an init container before the others that clones the repository into it
#     (git-sync does it, and keeps it current). Find the volume in the pod template:
#
#         kubectl -n NAMESPACE get KIND NAME -o yaml
package kready.storage["no-gitrepo"]

import data.kready.lib

using := [w | some w in input.workloads; w.gitRepo == "yes"]

unsaid := [w | some w in input.workloads; w.gitRepo == ""]

gap contains lib.finding(w.kind, w.namespace, w.name, sprintf("its pods have a gitRepo volume%s", [effect])) if some w in using

# A snapshot of an older kready does not say.
unknown contains {"message": "the snapshot was taken by an older kready, which did not look for gitRepo volumes"} if count(unsaid) > 0

skip contains "there is no workload" if {
	count(input.workloads) == 0
	input.applications.workloads == 0
}

default effect := ""

effect := ", which this Kubernetes refuses" if input.version.minor >= 36

effect := ", which Kubernetes refuses by default since 1.33" if {
	input.version.minor >= 33
	input.version.minor < 36
}

summary.pass contains "no pod template has a gitRepo volume"

summary.gap contains sprintf("%s a gitRepo volume", [lib.counted(count(using), "workload has", "workloads have")])

summary.unknown contains "whether workloads have gitRepo volumes is not known"
