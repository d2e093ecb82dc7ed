# METADATA
# title: Products that a cluster may do without
# description: |
#   For checks of the tier "could": none of a role is no gap, and one that is installed has to run.
package kready.internal.optional

import data.kready.internal.manifests
import data.kready.internal.presence
import data.kready.lib

# faults(role) are findings on products of a role that are asked for and do not run. Where one that
# runs is as good as another, those without a ready pod count only when it is all of them.
faults(role) := presence.down(lib.running(role)) | asked_for(role)

asked_for(role) := {{"message": sprintf("%s is asked for, and none of its workloads runs", [impl.title])} |
	not manifests.not_applied
	count(lib.running(role)) == 0
	some impl in input.inventory
	impl.state == "declared"
	role in impl.roles
}

# none(role) holds where no product of a role runs, and none is asked for.
none(role) if {
	every impl in input.inventory {
		not wanted(impl, role)
	}
}

wanted(impl, role) if {
	impl.state in {"running", "hidden", "declared"}
	role in impl.roles
}
