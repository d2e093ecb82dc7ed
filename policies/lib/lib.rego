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
workloads_of(impl) := [w |
	some ref in impl.workloads
	some w in input.workloads
	w.name == ref.name
	w.kind == ref.kind
	w.namespace == object.get(ref, "namespace", "")
]

# finding(kind, namespace, name, message) is a finding on an object. The namespace is ""
# for objects without one.
finding(kind, namespace, name, message) := {
	"object": {"kind": kind, "namespace": namespace, "name": name},
	"message": message,
}
