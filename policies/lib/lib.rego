# METADATA
# title: What policies share with kready's own
# description: |
#   The public library. docs/policies.md lists every rule of it, and a test holds that
#   list and these files together. What only kready's own checks share is in ../internal.
package kready.lib

# running(role) are the implementations that provide a role: seen running, or run by the
# provider out of sight.
running(role) := {impl |
	some impl in input.inventory
	impl.state in {"running", "hidden"}
	role in impl.roles
}

# workloads_of(impl) are the workloads of an implementation, as elements of input.workloads.
# By position, so that OPA goes over none of the others.
# regal ignore:prefer-some-in-iteration
workloads_of(impl) := [input.workloads[i] |
	some ref in impl.workloads
	some i in workload_positions[[ref.kind, object.get(ref, "namespace", ""), ref.name]]
]

# workload_positions is where the workloads of a kind, namespace and name stand in input.workloads. It is one
# value, so that OPA goes over the workloads once and not for each lookup, and no rule by key, since OPA holds each key
# of such a rule against all before it.
workload_positions := {key: object.keys(positions) |
	some key, positions in object.union_n([{[w.kind, w.namespace, w.name]: {i: true}} | some i, w in input.workloads])
}

# positions_by_name is another name of it.
# regal ignore:pointless-reassignment
positions_by_name := workload_positions

# finding(kind, namespace, name, message) is a finding on an object. The namespace is ""
# for objects without one.
finding(kind, namespace, name, message) := {
	"object": {"kind": kind, "namespace": namespace, "name": name},
	"message": message,
}
