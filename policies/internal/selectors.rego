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

# text writes a requirement as kubectl does.
text(r) := r.key if r.operator == "Exists"

text(r) := sprintf("!%s", [r.key]) if r.operator == "DoesNotExist"

text(r) := sprintf("%s=%s", [r.key, r.values[0]]) if {
	r.operator == "In"
	count(r.values) == 1
}

text(r) := sprintf("%s in (%s)", [r.key, concat(",", r.values)]) if {
	r.operator == "In"
	count(r.values) != 1
}

text(r) := sprintf("%s notin (%s)", [r.key, concat(",", r.values)]) if r.operator == "NotIn"
