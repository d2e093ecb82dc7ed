# METADATA
# title: The nodes' container runtime can do what the pods of the service ask of it
# description: |
#   User namespaces (`hostUsers: false`), recursively read-only mounts, the strict policy for supplemental groups and volumes
#   made of images need the container runtime of the node, and for user namespaces its kernel as well. The scheduler does not
#   look at that: the kubelet refuses the pod, or it never starts.
#
#   Kubelets report what their runtime can do, by the handler that pods of a RuntimeClass use. One node that takes ordinary pods
#   and can do it is enough for a pass where all can; where some cannot, or do not tell, the answer is unknown, since
#   the pods may land there. Of volumes made of images they do not report: these need containerd 2.1 or CRI-O 1.31, and a kubelet that
#   has them switched on, as since Kubernetes 1.35 by default.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/
# - ref: https://kubernetes.io/docs/concepts/storage/volumes/#recursive-read-only-mounts
# - ref: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#supplementalgroupspolicy
# - ref: https://kubernetes.io/docs/tasks/configure-pod-container/image-volumes/
# - ref: https://github.com/containerd/containerd/releases/tag/v2.1.0
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

skip contains "no pod of the service asks for user namespaces, recursively read-only mounts, strict groups or volumes made of images" if count(asks) == 0

# nodes are those that may take the pods: of ordinary ones, or by their tolerations, which other requirements judge.
nodes := [n | some n in input.nodes; n.takesPods; n.os in {"", "linux"}]

# able is whether a node can do it, as far as it tells.
able(n, a) if {
	a.ask.name == "strictGroups"
	n.strictGroups
}

able(n, a) if {
	a.ask.name == "imageVolumes"
	not old_runtime(n)
	known_runtime(n)
	kubelet_minor(n) >= 35
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

unable(a) := [n | some n in nodes; not able(n, a); tells(n, a)]

silent(a) := [n | some n in nodes; not able(n, a); not tells(n, a)]

# tells holds where it is certain that a node cannot do it.
tells(n, a) if {
	a.ask.name != "imageVolumes"
	count(n.runtimeHandlers) > 0
}

tells(n, a) if {
	a.ask.name == "imageVolumes"
	old_runtime(n)
}

tells(n, a) if {
	a.ask.name == "imageVolumes"
	kubelet_minor(n) < 31
}

# version_of is the release of a node's container runtime, as [major, minor].
version_of(n, runtime) := [to_number(parts[1]), to_number(parts[2])] if {
	startswith(n.containerRuntime, sprintf("%s://", [runtime]))
	parts := regex.find_all_string_submatch_n(`://v?([0-9]+)\.([0-9]+)`, n.containerRuntime, 1)[0]
}

first_release := {"containerd": [2, 1], "cri-o": [1, 31]}

known_runtime(n) if {
	some runtime in object.keys(first_release)
	version_of(n, runtime)
}

old_runtime(n) if {
	some runtime, first in first_release
	version_of(n, runtime) < first
}

kubelet_minor(n) := to_number(regex.find_all_string_submatch_n(`^v1\.([0-9]+)`, n.kubeletVersion, 1)[0][1])

what := {
	"userNamespaces": "a user namespace of its own (hostUsers: false)",
	"recursiveReadOnly": "recursively read-only mounts",
	"strictGroups": "supplementalGroupsPolicy: Strict",
	"imageVolumes": "volumes made of images",
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
