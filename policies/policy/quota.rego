# METADATA
# title: Application namespaces share the cluster by ResourceQuota and LimitRange
# description: |
#   Without a quota one namespace can take all of the cluster, by a bug in a loop or by a
#   generous default, and the pods of the others stay Pending. Without a LimitRange, pods that
#   request nothing are placed as if they needed nothing.
#
#   Each namespace with applications must have a ResourceQuota and a LimitRange; what they say
#   is not looked at. A single such namespace has the cluster to itself, and the check does not
#   apply. Namespaces of Kubernetes and of the platform's own products are left out,
#   and so are empty ones.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/policy/resource-quotas/
# - ref: https://kubernetes.io/docs/concepts/policy/limit-range/
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     any: [workloads/pods]
#   remediation: |
#     A LimitRange with `defaultRequest` first: a quota on `requests.cpu` refuses pods that
#     request none. Then a quota well above today's use:
#
#         kubectl -n NAMESPACE create quota share --hard=requests.cpu=20,requests.memory=64Gi,pods=200
#
#     Put both where namespaces are made, so that new ones have them as well.
package kready.policy.quota

import data.kready.internal.namespaces
import data.kready.lib

# used_namespaces are the namespaces of applications that something runs in.
used_namespaces := [ns |
	some ns in namespaces.apps
	ns.name in namespaces.with_workloads
]

present_limits contains [l.namespace, l.kind] if some l in input.namespaceLimits

missing(ns) := [kind | some kind in ["LimitRange", "ResourceQuota"]; not [ns.name, kind] in present_limits]

gap contains lib.finding("Namespace", "", ns.name, sprintf("it has no %s", [concat(" and no ", missing(ns))])) if {
	some ns in used_namespaces
	count(missing(ns)) > 0
}

skip contains "no application runs yet" if count(used_namespaces) == 0

skip contains "one application namespace has the cluster to itself" if count(used_namespaces) == 1

summary.gap contains sprintf("%d of %s without limits", [count(gap), lib.counted(count(used_namespaces), "application namespace is", "application namespaces are")])

summary.pass contains sprintf("all %d application namespaces have a quota and a limit range", [count(used_namespaces)])
