package kready.lib

# serving are the implementations that serve a class controller, in whatever state.
serving(controller) := {impl |
	some impl in input.inventory
	some prefix in impl.controllers
	startswith(controller, prefix)
}

# served holds when an implementation that runs serves a class controller.
served(controller) if {
	some impl in serving(controller)
	impl.state in {"running", "hidden"}
}

# deserted holds when a class controller is known, and nothing that serves it runs.
deserted(controller) if {
	count(serving(controller)) > 0
	not served(controller)
}
