# METADATA
# title: The RuntimeClass of the service's pods is there, and nodes have its handler
# description: |
#   Pods that name a RuntimeClass which does not exist are refused when they are made. One whose handler the
#   container runtime of the node does not know is scheduled, and never starts: it has no sandbox.
#
#   Kubelets report the handlers of their runtime since Kubernetes 1.30, where the runtime tells them. kready looks for the
#   handler on the nodes that the class selects, and the pods by their node selector. Where none of them has it and some do not
#   report handlers, the answer is unknown; so it is where some nodes have it and others, which pods may be scheduled to
#   as well, do not. A RuntimeClass that the service brings counts as there.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/containers/runtime-class/
# custom:
#   subject: service
#   level: configured
#   tier: must
#   since: 0.2.0
#   remedies:
#   - state: handler
#     text: |
#       Have the platform configure the handler in the container runtime of the nodes that the class selects, or name
#       another class:
#
#           kubectl get runtimeclass
#   remediation: |
#     Have the platform install the runtime and its RuntimeClass, leave the name out, or name one that is there:
#
#         kubectl get runtimeclass
package kready.cluster["runtime-class-there"]

import data.kready.internal.landing
import data.kready.lib

named := [p | some p in input.service.pods; p.runtimeClass != ""]

skip contains "no pod of the service names a RuntimeClass" if count(named) == 0

# class(p) is that of a template: the one that the service brings, or else that of the cluster.
class(p) := brought(p) if {
	brought(p)
} else := c if {
	some c in input.runtimeClasses
	c.name == p.runtimeClass
}

brought(p) := [b.class | some b in input.service.runtimeClasses; b.name == p.runtimeClass][0]

gap contains landing.finding(p, p.runtimeClassLine, "platform", sprintf("its RuntimeClass %s does not exist: its pods are refused", [p.runtimeClass])) if {
	some p in named
	not class(p)
}

gap contains object.union(landing.finding(p, p.runtimeClassLine, "platform", lacking(p)), {"state": "handler"}) if {
	some p in named
	class(p)
	count(having(p)) == 0
	count(telling(p)) == count(selected(p))
	not nowhere(p)
}

# nowhere(p) holds for a DaemonSet that selects no node: it makes no pods.
nowhere(p) if {
	p.kind == "DaemonSet"
	count(selected(p)) == 0
}

lacking(p) := sprintf("its RuntimeClass %s needs the handler %s, which %s has", [class(p).name, class(p).handler, none_of(p)])

# selected(p) are the nodes that a template's class and node selector select.
selected(p) := [n |
	some n in input.nodes
	not n.virtual
	every key, value in object.union(class(p).nodeSelector, p.placement.nodeSelector) {
		n.labels[key] == value
	}
]

# telling(p) are those that report the handlers of their runtime.
telling(p) := [n | some n in selected(p); count(n.runtimeHandlers) > 0]

having(p) := [n | some n in telling(p); has(n, class(p).handler)]

has(n, handler) if {
	some h in n.runtimeHandlers
	h.name == handler
}

none_of(p) := sprintf("none of %s", [lib.counted(count(selected(p)), "node that it selects", "nodes that it selects")]) if count(selected(p)) > 0

none_of(p) := "no node that it selects" if count(selected(p)) == 0

unknown contains landing.finding(p, p.runtimeClassLine, "platform", untold(p)) if {
	some p in named
	class(p)
	count(having(p)) == 0
	count(telling(p)) < count(selected(p))
}

# The scheduler does not look at handlers: a pod may come onto a node without it.
unknown contains landing.finding(p, p.runtimeClassLine, "service", sprintf(
	"the handler %s of its RuntimeClass %s is on %d of %s that its pods may be scheduled to: on the others they never start",
	[class(p).handler, class(p).name, count(having(p)), lib.counted(count(selected(p)), "node", "nodes")],
)) if {
	some p in named
	count(having(p)) > 0
	not p.placement.hasAffinity
	some n in telling(p)
	n.takesPods
	not has(n, class(p).handler)
}

untold(p) := sprintf(
	"whether a node has the handler %s of its RuntimeClass %s is not known: %d of %s report their handlers",
	[class(p).handler, class(p).name, count(telling(p)), lib.counted(count(selected(p)), "node", "nodes")],
)

state contains "handler" if {
	some f in gap
	object.get(f, "state", "") == "handler"
}

summary.pass contains sprintf("%s, each of a RuntimeClass that is there", [lib.counted(count(named), "pod template", "pod templates")])

summary.gap contains "pods of the service have no runtime"

summary.unknown contains "whether the service's pods have their runtime is not known"
