# METADATA
# title: Network policies of other kinds than NetworkPolicy
package kready.internal.other_policies

import data.kready.internal.unread
import data.kready.lib

# kinds are those of which there are policies, or may be.
kinds := [e | some e in input.policyEnforcers; possible(e)]

possible(e) if e.count > 0

possible(e) if unknown_kind(e)

# unknown_kind(e) holds for a kind that could not be read, unless it is known that nothing defines it.
unknown_kind(e) if {
	not e.read
	not undefined(e.kind)
}

undefined(kind) if {
	not unread.incomplete("crds")
	every crd in input.crds {
		crd.name != kind
	}
}

# of(e) are the policies of a kind outside of system namespaces.
of(e) := [p | some p in e.policies; not lib.system_namespace(p.namespace)]
