# METADATA
# title: Add-ons that the whole cluster depends on
package kready.internal.critical

import data.kready.lib

# workloads are the Deployments whose absence stops the whole cluster: ingress
# controllers, and what the API server or every pod calls. Left out are those that a
# provider manages.
workloads contains w if {
	some b in called_services
	some w in input.workloads
	w.namespace == b.namespace
	w.kind == "Deployment"
	w.desired > 0
	lib.selected(b.selector, w.podLabels)
	not provider_managed(w)
}

workloads contains w if {
	some role in ["ingress/controller", "ingress/gateway"]
	some impl in lib.running(role)
	some w in lib.workloads_of(impl)
	w.kind == "Deployment"
	w.desired > 0
	not provider_managed(w)
}

# called_services are the Services that the API server or every pod calls, with their selectors.
called_services contains {"namespace": b.namespace, "selector": b.selector} if {
	some b in input.backends
	count(b.selector) > 0
	called_by_all(b)
}

called_by_all(b) if {
	some role in b.roles
	role in {"dns", "apiservice", "conversion"}
}

# A webhook whose failure is ignored may be away.
called_by_all(b) if {
	"webhook" in b.roles
	some config in input.webhooks
	some hook in config.webhooks
	hook.failurePolicy == "Fail"
	hook.serviceNamespace == b.namespace
	hook.serviceName == b.name
}

# provider_managed holds for the workloads that a managed cluster's provider deploys, and those that OpenShift's
# operators put back: only routers have their number of pods set by the owner, in an IngressController.
provider_managed(w) if {
	input.distribution.managed
	lib.system_namespace(w.namespace)
	w.namespace != "openshift-ingress"
}

provider_managed(w) if {
	input.distribution.name == "openshift"
	startswith(w.namespace, "openshift-")
	w.namespace != "openshift-ingress"
}
