# METADATA
# title: Controllers of classes, as IngressClasses and GatewayClasses name them
package kready.internal.controllers

# implementations are those that serve a class controller, in whatever state.
implementations(controller) := {impl |
	some impl in input.inventory
	some prefix in impl.controllers
	startswith(controller, prefix)
}

# served holds when an implementation that runs serves a class controller.
served(controller) if {
	some impl in implementations(controller)
	impl.state in {"running", "hidden"}
}

# not_running holds when the catalogue knows a class controller, and none of its
# implementations runs.
not_running(controller) if {
	count(implementations(controller)) > 0
	not served(controller)
}
