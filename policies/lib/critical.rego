package kready.lib

# critical_workloads are the Deployments that the whole cluster waits for when they are
# away: ingress controllers, and what the API server or every pod calls. Left out are
# those that a provider puts there and keeps as it likes.
critical_workloads contains w if {
	some b in called
	some w in input.workloads
	w.namespace == b.namespace
	w.kind == "Deployment"
	w.desired > 0
	every key, value in b.selector {
		w.podLabels[key] == value
	}
	not provided(w)
}

critical_workloads contains w if {
	some role in ["ingress/controller", "ingress/gateway"]
	some impl in running(role)
	some w in parts(impl)
	w.kind == "Deployment"
	w.desired > 0
	not provided(w)
}

# called are the Services that the API server or every pod calls, with their selectors.
called contains {"namespace": b.namespace, "selector": b.selector} if {
	some b in input.backends
	count(b.selector) > 0
	weighs(b)
}

weighs(b) if {
	some role in b.roles
	role in {"dns", "apiservice", "conversion"}
}

# A webhook whose failure is ignored may be away.
weighs(b) if {
	"webhook" in b.roles
	some config in input.webhooks
	some hook in config.webhooks
	hook.failurePolicy == "Fail"
	hook.serviceNamespace == b.namespace
	hook.serviceName == b.name
}

provided(w) if {
	input.distribution.managed
	system_namespace(w.namespace)
}
