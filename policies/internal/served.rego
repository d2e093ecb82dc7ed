# METADATA
# title: Which kinds of object the API server serves
package kready.internal.served

# kinds_known holds where the facts say which kinds the API server serves: a snapshot of an older kready
# says resources and versions only.
kinds_known if {
	some group in input.apis
	count(group.kinds) > 0
}

# kind(group, name) are the kinds of a group with a name: one, where it is served.
kind(group, name) := {k |
	some g in input.apis
	g.name == group
	some k in g.kinds
	k.name == name
}

# version_served holds for a version of a group.
version_served(group, version) if {
	some g in input.apis
	g.name == group
	version in g.versions
}

# exactly holds for a kind that is served in a version of its group.
exactly(group, version, name) if {
	some k in kind(group, name)
	version in k.versions
}

# unanswered holds for a version of a group whose server does not answer.
unanswered(group, version) if {
	some g in input.apis
	g.name == group
	version in g.unanswered
}

# elsewhere are the apiVersions in which a kind is served, in any group of Kubernetes' own.
elsewhere(name) := {version_of(g.name, v) |
	some g in input.apis
	own(g.name)
	some k in g.kinds
	k.name == name
	some v in k.versions
}

# own holds for the groups of Kubernetes itself.
own(group) if not contains(group, ".")

own(group) if endswith(group, ".k8s.io")

version_of("", version) := version

version_of(group, version) := sprintf("%s/%s", [group, version]) if group != ""
