# METADATA
# title: Facts that come from manifests in place of a cluster
package kready.internal.manifests

# not_applied holds when the facts come from manifests that were never applied.
not_applied if {
	input.target.kind == "manifests"
	input.applications.workloads == 0 # these have a status
	every w in input.workloads {
		not w.status
	}
}

# without_endpoints holds for manifests in which no Service has an endpoint: they were
# never applied, and whether a server answers is not known.
without_endpoints if {
	input.target.kind == "manifests"
	every b in input.backends {
		b.endpoints == 0
	}
}
