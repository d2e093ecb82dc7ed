# METADATA
# title: Helpers that more than one check uses
package kready.lib

# running are the implementations that a role is provided by: seen running, or run
# by the provider out of sight.
running(role) := {impl |
	some impl in input.inventory
	impl.state in {"running", "hidden"}
	role in impl.roles
}

# declared are the implementations that an operator was asked for and that nobody
# has seen running.
declared(role) := {impl |
	some impl in input.inventory
	impl.state == "declared"
	role in impl.roles
}

# named writes an implementation as people say it: "Cilium 1.19.1".
named(impl) := impl.title if impl.version == ""

named(impl) := sprintf("%s %s", [impl.title, impl.version]) if impl.version != ""

# names joins the names of implementations.
names(impls) := concat(", ", {named(impl) | some impl in impls})

# finding builds a finding on an object.
finding(kind, namespace, name, message) := {
	"object": {"kind": kind, "namespace": namespace, "name": name},
	"message": message,
}

# are is the verb for so many.
are(1) := "is"

are(n) := "are" if n != 1

# all_of writes "both servers", "all 3 servers".
all_of(2, many) := sprintf("both %s", [many])

all_of(n, many) := sprintf("all %d %s", [n, many]) if n != 2

# counted writes a number with its noun: counted(1, "node", "nodes").
counted(1, one, _) := sprintf("1 %s", [one])

counted(n, _, many) := sprintf("%d %s", [n, many]) if n != 1
