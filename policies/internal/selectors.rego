# METADATA
# title: Label selectors, as Kubernetes evaluates them
package kready.internal.selectors

# selects(selector, labels) holds when labels meet all requirements of a selector. One without
# requirements selects everything.
selects(selector, labels) if {
	every r in selector.requirements {
		met(r, labels)
	}
}

met(r, labels) if {
	r.operator == "In"
	labels[r.key] in r.values
}

met(r, labels) if {
	r.operator == "NotIn"
	not has_value(r, labels)
}

met(r, labels) if {
	r.operator == "Exists"
	has_key(r, labels)
}

met(r, labels) if {
	r.operator == "DoesNotExist"
	not has_key(r, labels)
}

has_value(r, labels) if labels[r.key] in r.values

has_key(r, labels) if r.key in object.keys(labels)
