# METADATA
# title: Gateways and GatewayClasses
package kready.internal.gateways

import data.kready.internal.conditions
import data.kready.internal.controllers
import data.kready.internal.manifests
import data.kready.lib

# class_rejected holds when a GatewayClass is there and no controller has accepted it.
# That explains the faults of its Gateways and their routes.
class_rejected(name) if {
	not manifests.not_applied
	some c in input.gatewayClasses
	c.name == name
	c.accepted != "True"
}

# class_missing holds when there is no GatewayClass of that name.
class_missing(name) if not name in {c.name | some c in input.gatewayClasses}

# with_sound_class are the Gateways whose class does not explain their faults.
with_sound_class := [g | some g in input.gateways; not class_rejected(g.class)]

# faults are texts on what is wrong with a Gateway: with its listeners, or else
# with the whole of it.
faults(g) := {sprintf("its class %s does not exist", [g.class])} if {
	class_missing(g.class)
} else := {sprintf("%s, which its class %s names, does not run: its status is an old one", [c.controller, c.name])} if {
	some c in input.gatewayClasses
	c.name == g.class
	controllers.not_running(c.controller)
} else := listener_faults(g) if {
	count(listener_faults(g)) > 0
} else := {whole_fault(g)} if {
	whole_fault(g)
} else := set()

listener_faults(g) := {text |
	some l in g.listeners
	text := sprintf("listener %s %s", [l.name, listener_fault(l)])
}

listener_fault(l) := sprintf("conflicts with another (%s)", [conditions.text(l.conflicted)]) if {
	l.conflicted.status == "True"
} else := sprintf("refers to something that does not resolve (%s)", [conditions.text(l.resolvedRefs)]) if {
	l.resolvedRefs.status == "False"
} else := sprintf("is not accepted (%s)", [conditions.text(l.accepted)]) if {
	l.accepted.status == "False"
} else := sprintf("is not programmed (%s)", [conditions.text(l.programmed)]) if {
	l.programmed.status == "False"
}

whole_fault(g) := sprintf("it is not accepted (%s)", [conditions.text(g.accepted)]) if {
	g.accepted.status == "False"
} else := sprintf("it is not programmed (%s)", [conditions.text(g.programmed)]) if {
	g.programmed.status == "False"
} else := "no controller has picked it up" if {
	g.accepted.status in {"", "Unknown"}
	lib.older(g.createdAt, input.thresholds.pendingMinutes)
} else := sprintf("it is accepted, and not programmed yet (%s)", [conditions.text(g.programmed)]) if {
	g.programmed.status == "Unknown"
	lib.older(g.createdAt, input.thresholds.pendingMinutes)
}
