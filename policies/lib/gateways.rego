package kready.lib

# class_fails holds when a GatewayClass is there and no controller has accepted it.
# That explains what its Gateways and their routes suffer from.
class_fails(name) if {
	not rendered
	some c in input.gatewayClasses
	c.name == name
	c.accepted != "True"
}

# class_missing holds when there is no GatewayClass of that name.
class_missing(name) if not name in {c.name | some c in input.gatewayClasses}

# judged_gateways are the Gateways whose class does not explain what ails them.
judged_gateways := [g | some g in input.gateways; not class_fails(g.class)]

# gateway_faults are texts on what is wrong with a Gateway: with its listeners, or else
# with the whole of it.
gateway_faults(g) := {sprintf("its class %s does not exist", [g.class])} if {
	class_missing(g.class)
} else := {sprintf("%s, which its class %s names, does not run: its status is an old one", [c.controller, c.name])} if {
	some c in input.gatewayClasses
	c.name == g.class
	deserted(c.controller)
} else := listener_faults(g) if {
	count(listener_faults(g)) > 0
} else := {whole_fault(g)} if {
	whole_fault(g)
} else := set()

listener_faults(g) := {text |
	some l in g.listeners
	text := sprintf("listener %s %s", [l.name, listener_fault(l)])
}

listener_fault(l) := sprintf("conflicts with another (%s)", [said(l.conflicted)]) if {
	l.conflicted.status == "True"
} else := sprintf("refers to something that does not resolve (%s)", [said(l.resolvedRefs)]) if {
	l.resolvedRefs.status == "False"
} else := sprintf("is not accepted (%s)", [said(l.accepted)]) if {
	l.accepted.status == "False"
} else := sprintf("is not programmed (%s)", [said(l.programmed)]) if {
	l.programmed.status == "False"
}

whole_fault(g) := sprintf("it is not accepted (%s)", [said(g.accepted)]) if {
	g.accepted.status == "False"
} else := sprintf("it is not programmed (%s)", [said(g.programmed)]) if {
	g.programmed.status == "False"
} else := "no controller has picked it up" if {
	g.accepted.status in {"", "Unknown"}
	older(g.createdAt, pending_minutes)
} else := sprintf("it is accepted, and not programmed yet (%s)", [said(g.programmed)]) if {
	g.programmed.status == "Unknown"
	older(g.createdAt, pending_minutes)
}

# said is a controller's own word: reason and message, or the bare status.
said(v) := concat(": ", [text | some text in [v.reason, v.message]; text != ""]) if {
	v.reason != v.message
} else := v.reason if {
	v.reason != ""
} else := v.status
