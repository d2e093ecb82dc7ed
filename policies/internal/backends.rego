# METADATA
# title: Services that webhooks, aggregated APIs and cluster DNS point at
package kready.internal.backends

# of(namespace, name) are the Services of a name that were looked at: one or none.
# By position, so that OPA goes over none of the others.
# regal ignore:prefer-some-in-iteration
of(namespace, name) := [input.backends[i] | some i, _ in positions[[namespace, name]]]

# positions is where the Services of a namespace and name stand in input.backends. It is one object, so that
# OPA goes over them once and not for each lookup.
positions := object.union_n([{[b.namespace, b.name]: {i: true}} | some i, b in input.backends])
