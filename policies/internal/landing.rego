# METADATA
# title: What requirements share
# description: |
#   A requirement judges input.service, what somebody wants to land, by the facts of the cluster beside it.
package kready.internal.landing

# finding(part, line, by, message) is a finding on an object of the service, or on a part of one that says
# which object it is in. Line is where in its file the reader has to look; 0 for the object's first line. By
# says who can close the gap: "service" in the manifest, "platform" in the cluster.
finding(part, line, by, message) := {
	"object": {"kind": part.kind, "namespace": part.namespace, "name": part.name},
	"at": {"file": part.file, "line": line_of(part, line)},
	"by": by,
	"message": message,
}

line_of(part, 0) := part.line

line_of(_, line) := line if line > 0

# brought holds for an object that the service brings itself. The group is "" for the core group, the
# namespace "" for objects without one.
brought(group, kind, namespace, name) if [group, kind, namespace, name] in identities

identities contains [o.group, o.kind, o.namespace, o.name] if some o in input.service.objects

# namespace_there holds for the names of namespaces that are in the cluster.
namespace_there(name) if name in names_there

# object_named(group, kind, namespace, name) is the object of the service of that name. It is not defined where there is none.
object_named(group, kind, namespace, name) := input.service.objects[min(object.keys(standing[[group, kind, namespace, name]]))]

standing := object.union_n([{[o.group, o.kind, o.namespace, o.name]: {i: true}} | some i, o in input.service.objects])

names_there contains n.name if some n in input.namespaces

# namespace_labels(name) are the labels of a namespace, of the service or of the cluster. They are not defined for
# one that is not known.
namespace_labels(name) := object.union({"kubernetes.io/metadata.name": name}, labels) if {
	labels := object_named("", "Namespace", "", name).labels
} else := object.union({"kubernetes.io/metadata.name": name}, labels_there[name])

labels_there := object.union_n([{n.name: n.labels} | some n in input.namespaces])

# what names an object as a message does: "Ingress web".
what(part) := sprintf("%s %s", [part.kind, part.name])

# objects_of(group, kind) are the objects of the service of a kind, whatever their version.
objects_of(group, kind) := [o |
	some o in input.service.objects
	o.group == group
	o.kind == kind
]

# values(item, path) are the values of a field that is kept of an object, with their lines.
values(item, path) := [f |
	some f in item.fields
	f.path == path
]

# value(item, path) is the value of a field, "" where it has none; line(item, path) is where it is
# written, 0 where it is not.
value(item, path) := values(item, path)[0].value if {
	count(values(item, path)) > 0
} else := ""

line(item, path) := values(item, path)[0].line if {
	count(values(item, path)) > 0
} else := 0

# looked_up(resource, namespace, name) is what was looked up of an object of an API that not every cluster has. It is not
# defined where nothing was.
looked_up(resource, namespace, name) := input.namedObjects[min(object.keys(named_objects[[resource, namespace, name]]))]

# named_objects is where each stands.
named_objects := object.union_n([{[o.resource, o.namespace, o.name]: {i: true}} | some i, o in input.namedObjects])
