# METADATA
# title: The platform's workloads keep a revision to roll back to
# description: |
#   With `revisionHistoryLimit: 0` Kubernetes deletes the pod template of before as soon as the new one is rolled out.
#   `kubectl rollout undo` then has nothing to go back to, at the moment when somebody needs it.
#
#   kready looks at the Deployments, StatefulSets and DaemonSets of the products that it knows. Those that an operator
#   makes, and what distributions put into the system's namespaces (K3s sets 0 for its own), are left out: what they say is
#   not for the cluster's owners.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#revision-history-limit
# custom:
#   level: configured
#   tier: could
#   since: 0.2.0
#   standsWithout:
#     any: [workloads/cronjobs, workloads/pods]
#     gap: [workloads]
#   remediation: |
#     Set `revisionHistoryLimit` to 2 or more where the workload is configured. At once, until that is applied again:
#
#         kubectl -n NAMESPACE patch KIND NAME --type=merge -p '{"spec":{"revisionHistoryLimit":2}}'
package kready.delivery["rollback-budget"]

import data.kready.internal.images
import data.kready.lib

judged contains w if {
	some w in images.product_workloads
	w.kind in {"DaemonSet", "Deployment", "StatefulSet"}
	w.ownerKind == ""
	not lib.system_namespace(w.namespace)
}

without contains w if {
	some w in judged
	w.revisions == "none"
}

gap contains lib.finding(w.kind, w.namespace, w.name, "its revisionHistoryLimit is 0: there is no revision to roll back to") if some w in without

unknown contains {"message": "this snapshot does not say how many revisions are kept: an older kready took it"} if {
	some w in judged
	w.revisions == ""
}

skip contains "no product that kready knows runs here in a namespace of its own" if count(judged) == 0

summary.pass contains sprintf("%s a revision to roll back to", [lib.counted(count(judged), "workload of the platform keeps", "workloads of the platform keep")])

summary.gap contains sprintf("%s no revision", [lib.counted(count(without), "workload of the platform keeps", "workloads of the platform keep")])

summary.unknown contains "whether revisions are kept is not known"
