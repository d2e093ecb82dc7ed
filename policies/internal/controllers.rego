# METADATA
# title: Controllers of classes, as IngressClasses and GatewayClasses name them
package kready.internal.controllers

import data.kready.internal.workloads
import data.kready.lib

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

# takes_classless are what serves Ingresses that name no class although none is the default: GKE's own controller, what makes
# routes of them on OpenShift, and an ingress-nginx that is told to.
# https://github.com/openshift/route-controller-manager, pkg/route/ingress/ingress.go
takes_classless contains "GKE Ingress" if input.distribution.name == "gke"

takes_classless contains impl.title if {
	input.distribution.name == "openshift"
	some impl in lib.running("ingress/controller")
	impl.name == "openshift-router"
}

takes_classless contains impl.title if {
	some impl in lib.running("ingress/controller")
	impl.name == "ingress-nginx"
	some w in lib.workloads_of(impl)
	"true" in workloads.flag_values(w, "watch-ingress-without-class")
}
