# METADATA
# title: What products' own resources say
# description: |
#   The custom resources by which products are configured or report their state, as far as the
#   catalogue names them under `resources`. A check that asks for one also says what it answers
#   where that could not be read: the engine does not do it here.
package kready.internal.products

# objects(resource) are the objects of a resource, "plural.group", that were read.
objects(resource) := [item |
	some kind in input.productResources
	kind.name == resource
	some item in kind.objects
]

# served(resource) holds where the cluster serves a resource.
served(resource) if {
	some kind in input.productResources
	kind.name == resource
	kind.served
}

# read(resource) holds where all objects of a resource are known; it may have none.
read(resource) if {
	not blind
	some kind in input.productResources
	kind.name == resource
	kind.read
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

# values(item, path) are the values of an object's field, one for each element where the path
# crosses a list; none where the object does not have it.
values(item, path) := [value |
	some field in item.fields
	field.name == path
	some value in field.values
]

# value(item, path) is the value of a scalar field, "" where the object does not have it.
value(item, path) := values(item, path)[0] if {
	count(values(item, path)) > 0
} else := ""

# condition(item, type) is the object's condition of a type. It is not defined without one.
condition(item, type) := found if {
	some found in item.conditions
	found.type == type
}

# unasked(resource, paths) says that objects of a resource were read without some of the paths, by an older
# kready; nothing where there are no objects.
unasked(resource, paths) := {sprintf("%s were read without %s, by an older kready", [resource, concat(", ", sort(missing))]) |
	some kind in input.productResources
	kind.name == resource
	count(kind.objects) > 0
	missing := {path | some path in paths; not path in kind.asked}
	count(missing) > 0
}
