# METADATA
# title: The nodes' container runtime can do what the pods of the service ask of it
# description: |
#   User namespaces (`hostUsers: false`), recursively read-only mounts and the strict policy for supplemental groups
#   need the container runtime of the node, and for user namespaces its kernel as well. The scheduler does not look at
#   that: the kubelet refuses the pod, or it never starts.
#
#   Kubelets report what their runtime can do, by the handler that pods of a RuntimeClass use. One node that takes ordinary pods
#   and can do it is enough for a pass where all can; where some cannot, or do not tell, the answer is unknown, since
#   the pods may land there.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/
# - ref: https://kubernetes.io/docs/concepts/storage/volumes/#recursive-read-only-mounts
# - ref: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#supplementalgroupspolicy
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   remediation: |
#     Have the platform bring the container runtime of the nodes up to a version that can do it, keep the pods to nodes that can, or
#     do without. This shows what nodes report:
#
#         kubectl get nodes -o jsonpath='{range .items[*]}{.metadata.name}{"\t"}{.status.runtimeHandlers}{"\t"}{.status.features}{"\n"}{end}'
package kready.cluster["runtime-features"]

import data.kready.internal.landing
import data.kready.lib

asks := [{"pods": p, "ask": a} |
	some p in input.service.pods
	some a in p.asks
]

skip contains "no pod of the service asks for user namespaces, recursively read-only mounts or strict groups" if count(asks) == 0

# nodes are those that may take the pods: of ordinary ones, or by their tolerations, which other requirements judge.
nodes := [n | some n in input.nodes; n.takesPods; n.os in {"", "linux"}]

# able is whether a node can do it, as far as it tells.
able(n, a) if {
	a.ask.name == "strictGroups"
	n.strictGroups
}

able(n, a) if {
	some h in n.runtimeHandlers
	h.name == handler(a.pods)
	feature(h, a.ask.name)
}

feature(h, "userNamespaces") if h.userNamespaces

feature(h, "recursiveReadOnly") if h.recursiveReadOnly

# handler is that of the RuntimeClass of a template, "" for the default one.
handler(p) := h if {
	p.runtimeClass != ""
	h := [c.handler | some c in input.runtimeClasses; c.name == p.runtimeClass][0]
} else := ""

unable(a) := [n | some n in nodes; not able(n, a); count(n.runtimeHandlers) > 0]

silent(a) := [n | some n in nodes; not able(n, a); count(n.runtimeHandlers) == 0]

what := {
	"userNamespaces": "a user namespace of its own (hostUsers: false)",
	"recursiveReadOnly": "recursively read-only mounts",
	"strictGroups": "supplementalGroupsPolicy: Strict",
}

gap contains landing.finding(a.pods, a.ask.line, "platform", sprintf("it asks for %s, which the runtime of none of %s can do", [what[a.ask.name], counted])) if {
	count(nodes) > 0
	some a in asks
	count(unable(a)) == count(nodes)
}

counted := lib.counted(count(nodes), "node", "nodes")

unknown contains landing.finding(a.pods, a.ask.line, "platform", partly(a)) if {
	some a in asks
	count(unable(a)) < count(nodes)
	count(unable(a)) + count(silent(a)) > 0
}

unknown contains landing.finding(a.pods, a.ask.line, "platform", sprintf("it asks for %s, and no node that takes ordinary pods is there", [what[a.ask.name]])) if {
	count(nodes) == 0
	some a in asks
}

partly(a) := sprintf(
	"it asks for %s, and of %s the runtime of %d cannot do it and %d do not tell",
	[what[a.ask.name], counted, count(unable(a)), count(silent(a))],
)

summary.pass contains sprintf("the runtime of %s can do what the pods ask of it", [counted])

summary.gap contains "the nodes' runtime cannot do what the pods ask of it"

summary.unknown contains "whether the nodes' runtime can do what the pods ask of it is not known"
