package kready.lib

# of_platform holds for the platform's own namespaces.
of_platform(namespace) if namespace in platform_namespaces

of_platform(namespace) if system_namespace(namespace)

# deliveries are what controllers deliver to the platform's own namespaces of this
# cluster. What they deliver for services is the services' own affair.
deliveries := [d |
	some d in input.deliveries
	not d.remote
	of_platform(into(d))
]

into(d) := d.into if d.into != ""

into(d) := d.namespace if d.into == ""

# delivery_sources are the sources that these deliveries are made from.
delivery_sources := [s |
	some s in input.deliverySources
	[s.kind, s.namespace, s.name] in {[d.sourceKind, d.sourceNamespace, d.sourceName] | some d in deliveries}
]

# unfetched are the sources that cannot be fetched.
unfetched := {[s.kind, s.namespace, s.name] |
	some s in delivery_sources
	not s.suspended
	s.ready == "False"
}

# incomparable holds for an Application whose configuration Argo CD could not get at.
incomparable(d) if {
	d.kind == "Application"
	d.reason == "ComparisonError"
}

# because joins a reason and a message, whichever of them there are.
because(reason, message) := concat(": ", [text | some text in [reason, message]; text != ""])
