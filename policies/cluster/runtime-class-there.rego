# METADATA
# title: The RuntimeClass of the service's pods is there, and nodes have its handler
# description: |
#   Pods that name a RuntimeClass which does not exist are refused when they are made. One whose handler the
#   container runtime of the node does not know is scheduled, and never starts: it has no sandbox.
#
#   Kubelets report the handlers of their runtime since Kubernetes 1.30, where the runtime tells them. kready looks for the
#   handler on the nodes that the class selects. Where none of them reports handlers, the answer is unknown. A RuntimeClass
#   that the service brings counts as there, and its handler is not looked for.
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

class(p) := c if {
	some c in input.runtimeClasses
	c.name == p.runtimeClass
}

gap contains landing.finding(p, p.runtimeClassLine, "platform", sprintf("its RuntimeClass %s does not exist: its pods are refused", [p.runtimeClass])) if {
	some p in named
	not class(p)
	not landing.brought("node.k8s.io", "RuntimeClass", "", p.runtimeClass)
}

gap contains object.union(landing.finding(p, p.runtimeClassLine, "platform", lacking(c)), {"state": "handler"}) if {
	some p in named
	c := class(p)
	count(having(c)) == 0
	count(telling(c)) == count(selected(c))
}

lacking(c) := sprintf("its RuntimeClass %s needs the handler %s, which %s has", [c.name, c.handler, none_of(c)])

# selected are the nodes that a class selects.
selected(c) := [n |
	some n in input.nodes
	not n.virtual
	every key, value in c.nodeSelector {
		n.labels[key] == value
	}
]

# telling are those that report the handlers of their runtime.
telling(c) := [n | some n in selected(c); count(n.runtimeHandlers) > 0]

having(c) := [n |
	some n in telling(c)
	some h in n.runtimeHandlers
	h.name == c.handler
]

none_of(c) := sprintf("none of %s", [lib.counted(count(selected(c)), "node that it selects", "nodes that it selects")]) if count(selected(c)) > 0

none_of(c) := "no node that it selects" if count(selected(c)) == 0

unknown contains landing.finding(p, p.runtimeClassLine, "platform", untold(c)) if {
	some p in named
	c := class(p)
	count(having(c)) == 0
	count(telling(c)) < count(selected(c))
}

untold(c) := sprintf(
	"whether a node has the handler %s of its RuntimeClass %s is not known: %d of %s report their handlers",
	[c.handler, c.name, count(telling(c)), lib.counted(count(selected(c)), "node", "nodes")],
)

state contains "handler" if {
	some f in gap
	object.get(f, "state", "") == "handler"
}

summary.pass contains sprintf("%s, each of a RuntimeClass that is there", [lib.counted(count(named), "pod template", "pod templates")])

summary.gap contains "pods of the service have no runtime"

summary.unknown contains "whether the service's pods have their runtime is not known"
