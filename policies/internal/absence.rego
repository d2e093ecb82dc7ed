# METADATA
# title: Products that are declared or left over, and do not run
package kready.internal.absence

import data.kready.internal.manifests
import data.kready.lib

# declared are the implementations of a role that are declared to an operator and of which
# no workload runs.
declared(role) := {impl |
	some impl in input.inventory
	impl.state == "declared"
	role in impl.roles
}

# findings explain an absence that looks like a presence: products of a role that are
# declared and do not run, or of which only something is left.
findings(role) := {{"message": message} |
	some impl in input.inventory
	role in impl.roles
	message := why(impl)
}

# why says why an implementation does not run. It is not defined for one that does.
why(impl) := sprintf("%s is asked for, and none of its workloads runs", [impl.title]) if impl.state == "declared"

why(impl) := sprintf("%s does not run; what is left of it: %s", [impl.title, lib.shortened(impl.evidence)]) if {
	impl.state == "remnant"
}

# possible are findings on what runs and could provide a role: what is not recognised, and known products
# whose configuration, which is not read, decides. Where there
# are none, all that runs is known or cannot be it, and an absence is a gap. It is still "none
# that is known": what runs outside of the cluster shows nothing.
possible(role) := {possible_finding(c) |
	some c in input.candidates
	c.role == role
}

# possible_of are the findings of possible for any of several roles.
possible_of(roles) := union({possible(role) | some role in roles})

# strangers_of are those of them that nothing recognises.
strangers_of(roles) := {possible_finding(c) |
	some role in roles
	some c in input.candidates
	c.role == role
	object.get(c, "product", "") == ""
}

possible_finding(c) := {"message": c.why} if c.object.name == ""

possible_finding(c) := lib.finding(c.object.kind, object.get(c.object, "namespace", ""), c.object.name, message) if {
	c.object.name != ""
	object.get(c, "product", "") == ""
	message := sprintf("it is not recognised, and could be what is looked for: %s", [c.why])
}

possible_finding(c) := lib.finding(c.object.kind, object.get(c.object, "namespace", ""), c.object.name, message) if {
	object.get(c, "product", "") != ""
	message := sprintf("%s may do this: its configuration decides, which is not read", [c.product])
}

# expected are the names of products of a role that an operator would install, were the
# manifests applied. It is not defined for a cluster.
expected(role) := lib.names(declared(role)) if {
	manifests.not_applied
	count(declared(role)) > 0
}
