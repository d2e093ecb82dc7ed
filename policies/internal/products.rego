# METADATA
# title: What products' own resources say
# description: |
#   The custom resources by which products are configured or report their state, as far as the
#   catalogue names them under `resources`. A check that asks for one also says what it answers
#   where that could not be read: the engine does not do it here.
package kready.internal.products

# objects(resource) are the objects of a resource, "plural.group", that were read.
objects(resource) := [object |
	some kind in input.productResources
	kind.name == resource
	some object in kind.objects
]

# served(resource) holds where the cluster serves a resource.
served(resource) if {
	some kind in input.productResources
	kind.name == resource
	kind.served
}

# read(resource) holds where all objects of a resource are known; it may have none.
read(resource) if {
	some kind in input.productResources
	kind.name == resource
	kind.read
	not blind
}

# blind holds where something is wrong with these facts as a whole, as in a snapshot's file that
# was changed.
blind if {
	some spot in input.blindSpots
	spot.facts == "productResources"
}

# unread(resources) are the reasons why objects of any of the resources are not known, as
# findings' messages.
unread(resources) := {sprintf("%s could not be read (%s)", [resource, why(resource)]) |
	some resource in resources
	not read(resource)
}

# why says why a resource could not be read.
why(resource) := concat(", ", reasons) if {
	reasons := {spot.reason |
		some spot in input.blindSpots
		spot.facts in {"productResources", sprintf("productResources.%s", [resource])}
	}
	count(reasons) > 0
} else := "not-collected"

# values(object, path) are the values of an object's field, one for each element where the path
# crosses a list; none where the object does not have it.
values(object, path) := [value |
	some field in object.fields
	field.name == path
	some value in field.values
]

# value(object, path) is the value of a scalar field, "" where the object does not have it.
value(object, path) := values(object, path)[0] if {
	count(values(object, path)) > 0
} else := ""

# condition(object, type) is the object's condition of a type. It is not defined without one.
condition(object, type) := found if {
	some found in object.conditions
	found.type == type
}
