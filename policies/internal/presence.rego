# METADATA
# title: Products that are there and have no pod that is ready
package kready.internal.presence

import data.kready.internal.workloads

# down are findings when every one of the implementations has a workload without a ready pod: a
# product that is installed and does nothing. Those out of sight, and those whose workloads carry
# no status, are taken to run.
down(impls) := {finding |
	all_down(impls)
	some impl in impls
	some finding in workloads.down(impl)
}

all_down(impls) if {
	count(impls) > 0
	every impl in impls {
		count(workloads.down(impl)) > 0
	}
}
