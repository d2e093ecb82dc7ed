# METADATA
# title: What Argo CD and Flux deliver to the platform's namespaces
package kready.internal.delivery

import data.kready.internal.namespaces
import data.kready.lib

# deliveries are what controllers deliver to the platform's own namespaces of this
# cluster. What they deliver for services is the services' own affair.
deliveries := [d |
	some d in input.deliveries
	not d.remote
	namespaces.of_platform(destination(d))
]

destination(d) := d.into if d.into != ""

destination(d) := d.namespace if d.into == ""

# sources are those that these deliveries are made from.
sources := [s |
	some s in input.deliverySources
	[s.kind, s.namespace, s.name] in named_sources
]

named_sources contains [d.sourceKind, d.sourceNamespace, d.sourceName] if some d in deliveries

# failed_sources are the sources that cannot be fetched.
failed_sources contains [s.kind, s.namespace, s.name] if {
	some s in sources
	not s.suspended
	s.ready == "False"
}

# comparison_failed holds for an Application whose configuration Argo CD could not get at.
comparison_failed(d) if {
	d.kind == "Application"
	d.reason == "ComparisonError"
}

# finding(o, message) is one on a unit or a source, in the state "argo" where Argo CD has it.
finding(o, message) := object.union(lib.finding(o.kind, o.namespace, o.name, message), {"state": "argo"}) if o.kind == "Application"

finding(o, message) := lib.finding(o.kind, o.namespace, o.name, message) if o.kind != "Application"

# on_argo(findings) holds where one of them is in that state.
on_argo(findings) if {
	some f in findings
	f.object.kind == "Application"
}
