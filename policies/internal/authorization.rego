# METADATA
# title: What the API server decides by
# description: |
#   Roles and bindings count where RBAC is among the authorizers of the API server, and none of the others allows
#   everything. What is not seen of it is not in these rules.
package kready.internal.authorization

allows_all := "AlwaysAllow"

# open are the API servers whose flags allow every request.
open := [s | some s in input.authorization.servers; allows_all in s.modes]

# without_rbac holds where RBAC is known to be none of the authorizers.
without_rbac if input.authorization.rbac == "no"

# moot says why roles and bindings, whatever they say, decide nothing here. It is empty where that is not known.
moot contains {"message": "the API server is started with AlwaysAllow among its authorizers: what roles and bindings say decides nothing"} if {
	count(open) > 0
}

moot contains {"message": "RBAC is none of the API server's authorizers: what roles and bindings say decides nothing"} if {
	count(open) == 0
	without_rbac
}
